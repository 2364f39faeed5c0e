package dev.meshgen.render;

import java.util.Collection;
import java.util.regex.Pattern;

/** Words of bash: quoted only if the shell would expand or split them. */
final class ShellLiterals implements Literals {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");

    @Override
    public String text(String value) {
        return SAFE.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    @Override
    public String comment(String text) {
        return "# " + text;
    }

    @Override
    public String list(Collection<String> literals) {
        return "(" + String.join(" ", literals) + ")";
    }
}
