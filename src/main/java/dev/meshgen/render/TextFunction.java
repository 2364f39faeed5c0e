package dev.meshgen.render;

import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.util.List;
import java.util.function.Function;

/** A function for templates: one text in, a spelling of it out. */
record TextFunction(String name, Function<String, Object> spelling) implements TemplateMethodModelEx {
    @Override
    public Object exec(@SuppressWarnings("rawtypes") List arguments) throws TemplateModelException {
        if (arguments.size() == 1 && arguments.get(0) instanceof TemplateScalarModel text) {
            return spelling.apply(text.getAsString());
        }
        throw new TemplateModelException(name + "() takes one string.");
    }
}
