package dev.meshgen.render;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Identifier;
import dev.meshgen.mesh.Ipv4Address;
import dev.meshgen.mesh.Version;
import freemarker.ext.beans.BeanModel;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.SimpleSequence;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateSequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows the domain to templates: records by their methods, an empty Optional as a missing value,
 * booleans and lists as values that also print as literals of the target language.
 */
final class LiteralWrapper extends DefaultObjectWrapper {
    private final LiteralFormat format;

    LiteralWrapper(LiteralFormat format) {
        super(Configuration.VERSION_2_3_34);
        setMemberAccessPolicy(new DomainMembers());
        this.format = format;
    }

    @Override
    public @Nullable TemplateModel wrap(@Nullable Object value) throws TemplateModelException {
        if (value instanceof Optional<?> optional) {
            return wrap(optional.orElse(null));
        }
        if (value instanceof Boolean bool) {
            return new BooleanLiteral(format, bool);
        }
        if (value instanceof List<?> list) {
            return listLiteral(list);
        }
        if (value instanceof Identifier identifier) {
            return new Literal(format, null, identifier.value());
        }
        return value instanceof Enum<?> || isPrintedAsText(value) ? super.wrap(value.toString()) : super.wrap(value);
    }

    /** Checked values of the domain that are one string in the specification. */
    private static boolean isPrintedAsText(@Nullable Object value) {
        return value instanceof CidrBlock || value instanceof Ipv4Address || value instanceof Version;
    }

    /** A record prints as nothing: what a template wants of it, it has to name. */
    @Override
    protected TemplateModel handleUnknownType(Object value) {
        return new BeanModel(value, this);
    }

    private TemplateModel listLiteral(List<?> list) throws TemplateModelException {
        List<@Nullable TemplateModel> items = new ArrayList<>();
        List<String> literals = new ArrayList<>();
        for (Object item : list) {
            items.add(wrap(item));
            literals.add(
                    item instanceof Number || item instanceof Boolean
                            ? item.toString()
                            : format.language().literals().text(String.valueOf(item)));
        }
        if (items.stream().anyMatch(BeanModel.class::isInstance)) {
            return new SimpleSequence(items, this);
        }
        return new ListLiteral(format, items, format.language().literals().list(literals));
    }

    private static final class BooleanLiteral extends Literal implements TemplateBooleanModel {
        private final boolean value;

        BooleanLiteral(LiteralFormat format, boolean value) {
            super(format, null, Boolean.toString(value));
            this.value = value;
        }

        @Override
        public boolean getAsBoolean() {
            return value;
        }
    }

    private static final class ListLiteral extends Literal implements TemplateSequenceModel {
        private final List<TemplateModel> items;

        ListLiteral(LiteralFormat format, List<TemplateModel> items, String markup) {
            super(format, null, markup);
            this.items = items;
        }

        @Override
        public @Nullable TemplateModel get(int index) {
            return index < 0 || index >= items.size() ? null : items.get(index);
        }

        @Override
        public int size() {
            return items.size();
        }
    }
}
