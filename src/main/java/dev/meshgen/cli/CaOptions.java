package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.Authority;
import dev.meshgen.source.SpecText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every {@code ca} command, and how each of them ends. */
final class CaOptions {
    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Option(
            names = {"-d", "--output-dir"},
            paramLabel = "DIR",
            description = "The output tree. Default: out/ and the mesh's name.")
    private @Nullable Path outputDir;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    /** How a command presents what the authority has done. */
    @FunctionalInterface
    interface Answer<T> {
        String text(T done);

        /** Where a command has more to tell a program than its diagnostics. */
        default Optional<String> json(T done) {
            return Optional.empty();
        }

        default int exitCode(T done) {
            return ExitCode.DONE;
        }
    }

    /**
     * Has the specification's authority do the work, reports, prints the answer, and returns the
     * exit code.
     */
    <T> int run(Console console, Function<Authority, Outcome<T>> work, Answer<T> answer) {
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<T> outcome = text.then(found -> open(console, found)).then(work);
        Optional<String> json =
                report.format == Console.Format.json ? outcome.value().flatMap(answer::json) : Optional.empty();
        if (json.isEmpty()) {
            String footer = outcome.value().isEmpty() ? "See the hints." : "The work was done.";
            console.report(outcome.diagnostics(), text.value().map(SpecText::lines), report, footer);
        }
        Optional<String> forPeople =
                report.format == Console.Format.text ? outcome.value().map(answer::text) : Optional.empty();
        json.or(() -> forPeople).ifPresent(console.out()::print);
        console.out().flush();
        return outcome.value().map(answer::exitCode).orElse(ExitCode.FAILED);
    }

    private Outcome<Authority> open(Console console, SpecText text) {
        return spec.generator().authority(text, Optional.ofNullable(outputDir), authority.settings(console));
    }
}
