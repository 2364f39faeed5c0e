package dev.meshgen.diagnostic;

/** Text of others, made safe to print: it can't control a terminal or begin a line of a log. */
public final class Printable {
    private Printable() {}

    /** The text with a question mark for each control or format character. */
    public static String text(String text) {
        return text.codePoints()
                .map(point -> isPrinted(point) ? point : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPrinted(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
