package dev.meshgen.render;

import freemarker.core.Environment;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateSequenceModel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds which names a template could have written where one is unknown. */
final class KnownNames {
    /** Names joined by dots, with positions in lists: nothing that has to be run. */
    private static final Pattern SIMPLE = Pattern.compile("\\w+(\\[\\d+])?(\\.\\w+(\\[\\d+])?)*");

    private KnownNames() {}

    /** In place of the last name of an expression, sorted; none where that can't be told. */
    static SortedSet<String> forLastOf(String expression, Environment environment, TemplateVariables variables) {
        try {
            int dot = expression.lastIndexOf('.');
            if (dot >= 0) {
                return members(value(expression.substring(0, dot), environment));
            }
            SortedSet<String> all = new TreeSet<>(variables.names());
            for (Object name : environment.getKnownVariableNames()) {
                all.add(String.valueOf(name));
            }
            all.removeIf(name -> name.contains("_")); // FreeMarker's own
            return all;
        } catch (TemplateModelException e) {
            return Collections.emptySortedSet();
        }
    }

    private static @Nullable TemplateModel value(String expression, Environment environment)
            throws TemplateModelException {
        if (!SIMPLE.matcher(expression).matches()) {
            return null;
        }
        List<String> parts = Arrays.asList(expression.replace("]", "").split("[.\\[]"));
        TemplateModel found = environment.getVariable(parts.get(0));
        for (String part : parts.subList(1, parts.size())) {
            if (found instanceof TemplateHashModel hash) {
                found = hash.get(part);
            } else if (found instanceof TemplateSequenceModel list) {
                found = list.get(Integer.parseInt(part));
            }
        }
        return found;
    }

    private static SortedSet<String> members(@Nullable TemplateModel value) {
        return value instanceof DomainModel model
                ? new TreeSet<>(model.members().byName().keySet())
                : new TreeSet<>();
    }
}
