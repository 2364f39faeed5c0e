package dev.meshgen.topology;

/**
 * The greatest width of a text: the picture names no font, so each letter counts as wide as in the
 * widest common one.
 */
final class TextWidth {
    private static final String NARROW = "fijlrtI.,:;'|!()[]/ ";
    private static final String WIDE = "mwMW@%";

    private TextWidth() {}

    /** In pixels. */
    static int of(String text, int fontSize) {
        double ems = text.codePoints().mapToDouble(TextWidth::ems).sum();
        return (int) Math.ceil(ems * fontSize);
    }

    private static double ems(int letter) {
        if (letter > 0x2e7f) {
            return 1.05;
        }
        if (NARROW.indexOf(letter) >= 0) {
            return 0.42;
        }
        if (WIDE.indexOf(letter) >= 0) {
            return 0.95;
        }
        return Character.isUpperCase(letter) ? 0.74 : 0.62;
    }

    /** The text, or as much of it as fits with an ellipsis. */
    static String fit(String text, int fontSize, int width) {
        if (of(text, fontSize) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && of(text.substring(0, end) + "…", fontSize) > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "…";
    }
}
