package dev.meshgen.cli;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.GithubRenderer;
import dev.meshgen.diagnostic.JsonRenderer;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SarifRenderer;
import dev.meshgen.diagnostic.SourceText;
import dev.meshgen.diagnostic.TextRenderer;
import dev.meshgen.source.SpecText;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The process's streams: results on {@code out}, everything else on {@code err}.
 *
 * @param colour whether {@code err} is a terminal that shows colours
 * @param cache a folder of the user's own; empty to remember nothing of earlier runs
 */
public record Console(InputStream in, PrintWriter out, PrintWriter err, boolean colour, Optional<Path> cache) {
    public Console(InputStream in, PrintWriter out, PrintWriter err, boolean colour) {
        this(in, out, err, colour, Optional.empty());
    }

    /** How diagnostics are printed. */
    enum Format {
        text,
        json,
        sarif,
        github
    }

    /** When text is coloured. */
    enum Colour {
        auto,
        always,
        never
    }

    /** For a command that prints a document on {@code out}: all diagnostics are on {@code err}. */
    Console aside() {
        return new Console(in, err, err, colour, cache);
    }

    /**
     * The end of every command: diagnostics, the result for people, the exit code.
     *
     * @param text the specification, if it could be read
     * @param footer a last line for people, if there are diagnostics
     */
    <T> int finish(
            Outcome<SpecText> text,
            Outcome<T> made,
            ReportOptions options,
            String footer,
            BiConsumer<PrintWriter, T> result) {
        report(made.diagnostics(), text.value().map(SpecText::lines), options, footer);
        if (options.isText()) {
            made.value().ifPresent(value -> result.accept(out, value));
            out.flush();
        }
        return ExitCode.of(made);
    }

    /**
     * Prints diagnostics in the order of the text: for people and for GitHub on {@code err}, for
     * programs on {@code out}.
     *
     * @param footer what to say behind their number, if anything
     */
    void report(List<Diagnostic> diagnostics, Optional<SourceText> source, ReportOptions options, String footer) {
        List<Diagnostic> sorted = diagnostics.stream().sorted().toList();
        switch (options.format) {
            case json -> out.print(new JsonRenderer().render(sorted, source));
            case sarif -> out.print(new SarifRenderer().render(sorted, source));
            case github -> err.print(new GithubRenderer().render(sorted, source));
            case text -> err.print(new TextRenderer(options.isColoured(colour)).render(sorted, source));
        }
        if (options.isText() && !sorted.isEmpty()) {
            err.println((count(sorted) + " " + footer).strip());
        }
        out.flush();
        err.flush();
    }

    private static String count(List<Diagnostic> diagnostics) {
        long errors = diagnostics.stream().filter(Diagnostic::isError).count();
        long warnings = diagnostics.size() - errors;
        String text = errors == 0 ? "" : errors + (errors == 1 ? " error" : " errors");
        String and = errors > 0 && warnings > 0 ? ", " : "";
        return text + and + (warnings == 0 ? "" : warnings + (warnings == 1 ? " warning" : " warnings")) + ".";
    }
}
