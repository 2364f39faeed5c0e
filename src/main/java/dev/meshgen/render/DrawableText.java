package dev.meshgen.render;

import java.util.regex.Pattern;

/** Text as a picture can show it: pictures end as SVG, and XML has no place for some characters. */
final class DrawableText {
    /** XML 1.0, "Char", and DEL and C1, which HTML reads as other characters: {@code &#128;} is a euro sign there. */
    private static final Pattern UNDRAWABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF&&[^\\t\\n]]");

    private DrawableText() {}

    /** The text with {@code \n} for every kind of line break and U+FFFD for every character that can't be drawn. */
    static String of(String value) {
        return UNDRAWABLE.matcher(value.replaceAll("\\R", "\n")).replaceAll("\uFFFD");
    }
}
