package dev.meshgen.diagnostic;

import java.util.List;
import java.util.Optional;

/**
 * Lines of a file, to show the line that a diagnostic is about.
 *
 * @param file the name that spans carry
 */
public record SourceText(String file, List<String> lines) {
    public SourceText {
        lines = List.copyOf(lines);
    }

    public static SourceText of(String file, String text) {
        return new SourceText(file, text.lines().toList());
    }

    /** The line of a span, if the span is in this file. */
    public Optional<String> lineAt(SourceSpan span) {
        boolean known = span.file().equals(file) && span.line() >= 1 && span.line() <= lines.size();
        return known ? Optional.of(lines.get(span.line() - 1)) : Optional.empty();
    }
}
