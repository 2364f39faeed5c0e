package dev.meshgen.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.stream.Collectors;

/** Values as a failure shows them: what can't be seen is escaped as in Java. */
final class Quoted {
    private static final int LONGEST = 2000;

    private Quoted() {}

    static String of(Object value) {
        String text = value instanceof byte[] bytes ? new String(bytes, ISO_8859_1) : String.valueOf(value);
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String more = text.length() > LONGEST ? "\"... (" + text.length() + " characters)" : "\"";
        return shown.chars().mapToObj(Quoted::character).collect(Collectors.joining("", "\"", more));
    }

    private static String character(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default ->
                character < ' ' || character > '~' ? "\\u%04x".formatted(character) : Character.toString(character);
        };
    }
}
