package dev.meshgen.render;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * YAML scalars that readers of YAML 1.1 and of YAML 1.2 read as the same string.
 *
 * <p>Sources: yaml.org/type (bool, int, float, null, timestamp, merge) and yaml.org/spec/1.2.2,
 * "Core Schema".
 */
final class YamlLiterals implements Literals {
    /** Starts with a letter, slash or underscore; no indicator in it could end a plain scalar. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/_][A-Za-z0-9/_.@+-]*(:[A-Za-z0-9/_.@+-]+)*");

    /** Kubernetes writes quantities without quotes; none is a number in any version of YAML. */
    private static final Pattern QUANTITY = Pattern.compile("[0-9]+(m|k|M|G|T|Ki|Mi|Gi|Ti)");

    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    @Override
    public String text(String value) {
        boolean plain = PLAIN.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT));
        return plain || QUANTITY.matcher(value).matches() ? value : Escapes.doubleQuoted(value);
    }

    @Override
    public String comment(String text) {
        return "# " + text;
    }
}
