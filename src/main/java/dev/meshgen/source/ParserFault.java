package dev.meshgen.source;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Where a YAML parser stopped, and what it says.
 *
 * @param at where it stopped
 * @param since where what it was reading began
 */
record ParserFault(
        String file, List<String> lines, SourceSpan at, Optional<SourceSpan> since, String problem, String context) {
    private static final int LONGEST_QUOTED = 80;

    static ParserFault of(SpecText text, MarkedYamlEngineException e) {
        return new ParserFault(
                text.name(),
                text.text().lines().toList(),
                e.getProblemMark()
                        .or(e::getContextMark)
                        .map(mark -> span(text, mark))
                        .orElseGet(() -> SourceSpan.wholeFile(text.name())),
                e.getContextMark().map(mark -> span(text, mark)),
                Optional.ofNullable(e.getProblem()).orElse("not YAML"),
                Optional.ofNullable(e.getContext()).orElse(""));
    }

    private static SourceSpan span(SpecText text, Mark mark) {
        return new SourceSpan(text.name(), mark.getLine() + 1, mark.getColumn() + 1, 1);
    }

    /** A line, counted from 1; empty if there is none. */
    String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    /** What is on a line before a column. */
    String before(SourceSpan span) {
        return line(span.line()).substring(0, offset(span));
    }

    /** What is on a line from a column on. */
    String from(SourceSpan span) {
        return line(span.line()).substring(offset(span));
    }

    private int offset(SourceSpan span) {
        String line = line(span.line());
        int most = line.codePointCount(0, line.length());
        return line.offsetByCodePoints(0, Math.min(Math.max(span.column() - 1, 0), most));
    }

    /** A part of a line that begins at an offset. */
    SourceSpan span(int line, int offset, String part) {
        return new SourceSpan(
                file,
                line,
                line(line).codePointCount(0, offset) + 1,
                Math.max(1, part.codePointCount(0, part.length())));
    }

    static Diagnostic error(SourceSpan span, String message, String hint) {
        return Diagnostic.error("yaml-syntax", span, message, hint);
    }

    /** A part of the file, in backticks and short enough for a message. */
    static String quoted(String part) {
        return "`" + shortened(part) + "`";
    }

    static String shortened(String part) {
        return part.codePointCount(0, part.length()) <= LONGEST_QUOTED
                ? part
                : part.substring(0, part.offsetByCodePoints(0, LONGEST_QUOTED)) + "…";
    }

    /** A value as YAML takes it in quotes. */
    static String inQuotes(String value) {
        String text = shortened(value);
        return text.matches(".*[\"\\\\].*") ? "'" + text.replace("'", "''") + "'" : "\"" + text + "\"";
    }
}
