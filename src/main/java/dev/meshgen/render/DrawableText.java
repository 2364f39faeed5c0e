package dev.meshgen.render;

import java.util.regex.Pattern;

/** Text that a picture can show: pictures become SVG, and XML excludes some characters. */
final class DrawableText {
    /**
     * What XML 1.0's "Char" excludes, and DEL and C1, which HTML reads as other characters: there,
     * {@code &#128;} is a euro sign.
     */
    private static final Pattern UNDRAWABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF&&[^\\t\\n]]");

    private DrawableText() {}

    /** The text with {@code \n} for every line break and U+FFFD for what can't be drawn. */
    static String of(String value) {
        return UNDRAWABLE.matcher(value.replaceAll("\\R", "\n")).replaceAll("\uFFFD");
    }
}
