package dev.meshgen.render;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Text of CommonMark with GitHub's tables, strikethrough and mathematics. A literal doesn't know
 * where a template puts it, so it reads the same at the start of a line, within one and in a cell;
 * what acts as markup in none of these places is not escaped.
 */
final class MarkdownLiterals implements Literals {
    /**
     * Entities, because a backslash would not keep these: a line would end, or the edge of a line
     * would be trimmed.
     */
    private static final Pattern TRIMMED =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029]|\\A[\\p{Z}\\uFEFF]|[\\p{Z}\\uFEFF]\\z");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private static final Pattern MARKUP = Pattern.compile(String.join(
            "|",
            "[*`\\[\\]|~$]", // emphasis, code, links, cells, strikethrough, mathematics
            "\\\\(?=[\\p{Punct}\\p{Cc}\\u2028\\u2029]|.?\\z)", // an escape
            "(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])", // emphasis, unless inside a word
            "<(?=[A-Za-z/!?]|\\z)", // HTML, links
            "&(?=#?\\w*(?:;|\\z))", // entities
            "!\\z", // an image, when a link follows
            "\\A#(?=#{0,5}(?:\\s|\\z))|(?<=\\s)#(?=#*\\z)", // both ends of a heading
            "\\A[+-](?=\\s|\\z)|(?<=\\A\\d{1,9})[.)](?=\\s|\\z)", // items of a list
            "\\A[-:=](?=[-:= ]*\\z)", // underlines, breaks, the second row of a table
            "\\A>")); // quotes

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    @Override
    public String text(String value) {
        String escaped = MARKUP.matcher(value).replaceAll("\\\\$0");
        return TRIMMED.matcher(escaped).replaceAll(MarkdownLiterals::entity);
    }

    @Override
    public String comment(String text) {
        return "<!-- " + text + " -->";
    }

    @Override
    public Map<String, UnaryOperator<String>> forms() {
        return Map.of("code", MarkdownLiterals::code);
    }

    /**
     * A code span; an HTML element where a span can't hold the value: a span has no escapes, and a
     * cell would end at a pipe.
     */
    static String code(String value) {
        if (value.isBlank() || value.contains("|") || CONTROL.matcher(value).find()) {
            return "<code>" + new MarkdownLiterals().text(value) + "</code>";
        }
        String fence = "`"
                .repeat(1
                        + BACKTICKS
                                .matcher(value)
                                .results()
                                .mapToInt(run -> run.end() - run.start())
                                .max()
                                .orElse(0));
        boolean padded = value.startsWith("`") || value.endsWith("`") || value.startsWith(" ") || value.endsWith(" ");
        return padded ? fence + " " + value + " " + fence : fence + value + fence;
    }

    private static String entity(MatchResult character) {
        return "&#" + character.group().codePointAt(0) + ";";
    }
}
