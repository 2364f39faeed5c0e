package dev.meshgen.render;

/** Files of lines with hash comments, such as {@code .gitignore}: a value fits on one line. */
final class PlainLiterals implements Literals {
    @Override
    public String text(String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A value with control characters doesn't fit on one line.");
        }
        return value;
    }

    @Override
    public String comment(String text) {
        return "# " + text;
    }
}
