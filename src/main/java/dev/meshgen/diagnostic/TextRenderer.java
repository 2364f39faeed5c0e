package dev.meshgen.diagnostic;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** For people: position, fact, source line with a caret, notes and fix. */
public final class TextRenderer implements DiagnosticRenderer {
    private static final int WIDEST = 160;

    private final boolean colour;

    public TextRenderer(boolean colour) {
        this.colour = colour;
    }

    @Override
    public String render(List<Diagnostic> diagnostics, Optional<SourceText> source) {
        return diagnostics.stream().map(each -> one(each, source)).collect(Collectors.joining());
    }

    private String one(Diagnostic diagnostic, Optional<SourceText> source) {
        StringBuilder text = new StringBuilder();
        String code = diagnostic.isError() ? "31" : "33";
        text.append(paint("1", Printable.text(diagnostic.span() + ": ")))
                .append(paint(code, diagnostic.severity().label() + ": "))
                .append(Printable.text(diagnostic.message()))
                .append(" [")
                .append(diagnostic.rule())
                .append("]\n");
        source.flatMap(lines -> lines.lineAt(diagnostic.span()))
                .ifPresent(line -> text.append(excerpt(line, diagnostic.span(), code)));
        for (Diagnostic.Note note : diagnostic.notes()) {
            text.append("  note: ")
                    .append(Printable.text(note.span().toString()))
                    .append(": ")
                    .append(Printable.text(note.message()))
                    .append('\n');
        }
        diagnostic
                .hint()
                .ifPresent(hint ->
                        text.append("  hint: ").append(Printable.text(hint)).append('\n'));
        return text.toString();
    }

    private String excerpt(String line, SourceSpan span, String code) {
        int[] points =
                line.codePoints().map(point -> point == '\t' ? ' ' : point).toArray();
        int from = Math.max(0, span.column() - 1 - WIDEST / 2);
        int to = Math.min(points.length, from + WIDEST);
        String shown = from > to ? "" : new String(points, from, to - from);
        int length = Math.max(1, Math.min(span.length(), to - span.column() + 1));
        String number = String.format(Locale.ROOT, "%5d", span.line());
        return number + " | " + Printable.text(shown).stripTrailing() + "\n" + " ".repeat(number.length()) + " | "
                + " ".repeat(Math.max(0, span.column() - 1 - from)) + paint(code, "^".repeat(length)) + "\n";
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
