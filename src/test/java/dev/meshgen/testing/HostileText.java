package dev.meshgen.testing;

import java.util.List;
import java.util.stream.Stream;

/** Parts of text that have broken generators before, alone and in every mixture. */
public final class HostileText {
    /** What ends, opens or escapes a literal in some target language. */
    private static final List<String> SYNTAX = List.of(
            "\"",
            "'",
            "\\",
            "`",
            "$",
            "%",
            "{",
            "}",
            "[",
            "]",
            "<",
            ">",
            "${",
            "%{",
            "$${",
            "%%{",
            "${x}",
            "%{if x}",
            "[=x]",
            "[#if x]",
            "${CSI_CLIENT_ID}",
            "$(id)",
            "`id`",
            ";",
            ",",
            "=",
            "EOT",
            "</script>",
            "]]>",
            "-->",
            " ",
            "\n",
            "\r",
            "\r\n",
            "\t",
            "a",
            "Z",
            "0");

    /** What starts another kind of node in YAML, or reads as another type. */
    private static final List<String> YAML = List.of(
            ": ",
            ":",
            " #",
            "#",
            "- ",
            "-",
            "? ",
            "&",
            "&a",
            "*",
            "*a",
            "!",
            "!!int ",
            "|",
            "| ",
            ">",
            "@",
            "<<",
            "---",
            "...",
            "on",
            "No",
            "y",
            "null",
            "~",
            "true",
            "1e3",
            "0x1",
            "0x1f",
            "0o17",
            "017",
            "1_000",
            "1:30",
            ".5",
            ".inf",
            "-.INF",
            "+1",
            "2001-01-01");

    /** Characters that readers normalise, break lines at, or don't show. */
    private static final List<String> CHARACTERS =
            List.of("é", "ß", "İ", "漢", "\u0085", "\u00a0", "\u200b", "\u2028", "\u2029", "\ufeff", "\uD83D\uDE00");

    /** Characters that no program's argument, no HCL and no picture can hold. */
    private static final List<String> CONTROLS =
            List.of("\u0000", "\u0007", "\u000B", "\f", "\u001B", "\u007F", "\u0080", "\uFFFE", "\uFFFF");

    private HostileText() {}

    /** Parts that every target language can hold. */
    public static List<String> parts() {
        return Stream.of(SYNTAX, YAML, CHARACTERS)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /** The same, and control characters. */
    public static List<String> partsWithControls() {
        return Stream.concat(parts().stream(), CONTROLS.stream()).toList();
    }
}
