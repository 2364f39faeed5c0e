package dev.meshgen.diagnostic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One problem in the input or the output tree: where it is, what it is and how to fix it.
 *
 * @param message one sentence with a full stop, spec text in backticks
 * @param notes other places that the fact involves
 * @param hint the fix, one sentence
 */
public record Diagnostic(
        Severity severity, RuleId rule, SourceSpan span, String message, List<Note> notes, Optional<String> hint)
        implements Comparable<Diagnostic> {

    /** Another place that a diagnostic involves. */
    public record Note(SourceSpan span, String message) {}

    private static final Comparator<Diagnostic> ORDER = Comparator.comparing(Diagnostic::span)
            .thenComparing(Diagnostic::severity)
            .thenComparing(Diagnostic::rule)
            .thenComparing(Diagnostic::message);

    public Diagnostic {
        notes = List.copyOf(notes);
    }

    public static Diagnostic error(String rule, SourceSpan span, String message, String hint) {
        return new Diagnostic(Severity.ERROR, new RuleId(rule), span, message, List.of(), Optional.of(hint));
    }

    public static Diagnostic error(String rule, SourceSpan span, String message) {
        return new Diagnostic(Severity.ERROR, new RuleId(rule), span, message, List.of(), Optional.empty());
    }

    /** About a file as a whole. */
    public static Diagnostic error(String rule, Path file, String message, String hint) {
        return error(rule, SourceSpan.wholeFile(file.toString()), message, hint);
    }

    /** About a file as a whole. */
    public static Diagnostic warning(String rule, Path file, String message, String hint) {
        return warning(rule, SourceSpan.wholeFile(file.toString()), message, hint);
    }

    public static Diagnostic warning(String rule, SourceSpan span, String message, String hint) {
        return new Diagnostic(Severity.WARNING, new RuleId(rule), span, message, List.of(), Optional.of(hint));
    }

    public Diagnostic withNote(SourceSpan where, String text) {
        List<Note> more = new ArrayList<>(notes);
        more.add(new Note(where, text));
        return new Diagnostic(severity, rule, span, message, more, hint);
    }

    public Diagnostic withMessage(String other) {
        return new Diagnostic(severity, rule, span, other, notes, hint);
    }

    /** The same of other files: their names change, wherever they are. */
    public Diagnostic renamed(UnaryOperator<String> names) {
        return new Diagnostic(
                severity,
                rule,
                span.in(names.apply(span.file())),
                names.apply(message),
                notes.stream()
                        .map(note ->
                                new Note(note.span().in(names.apply(note.span().file())), names.apply(note.message())))
                        .toList(),
                hint.map(names));
    }

    public Diagnostic asWarning() {
        return new Diagnostic(Severity.WARNING, rule, span, message, notes, hint);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public int compareTo(Diagnostic other) {
        return ORDER.compare(this, other);
    }
}
