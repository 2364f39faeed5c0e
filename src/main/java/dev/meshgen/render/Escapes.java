package dev.meshgen.render;

import java.util.Locale;

/** The backslash escapes that HCL and YAML's double quotes share. */
final class Escapes {
    private Escapes() {}

    /** Text in double quotes; only visible characters of the Basic Multilingual Plane are bare. */
    static String doubleQuoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(point -> quoted.append(escape(point)));
        return quoted.append('"').toString();
    }

    private static String escape(int point) {
        return switch (point) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                isVisible(point)
                        ? Character.toString(point)
                        : String.format(Locale.ROOT, point > 0xffff ? "\\U%08x" : "\\u%04x", point);
        };
    }

    private static boolean isVisible(int point) {
        return point == ' '
                || switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> point <= 0xffff;
                };
    }
}
