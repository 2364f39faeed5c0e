package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.Authority;
import dev.meshgen.pki.AuthoritySettings;
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

    /** The passphrase of a key that is made, where it isn't that of the existing ones. */
    void nameNewPassphrase(@Nullable Path file) {
        authority.nameNewPassphrase(file);
    }

    /** How a command presents what the authority has done. */
    @FunctionalInterface
    interface Answer<T> {
        String text(T done);

        /**
         * Where a command prints a document for programs; its diagnostics are then on standard
         * error.
         */
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
        return run(console, authority.settings(console), work, answer);
    }

    /** As {@link #run}, on the day of {@code --as-of}; only for work that makes nothing. */
    <T> int look(Console console, Function<Authority, Outcome<T>> work, Answer<T> answer) {
        return run(console, authority.settings(console, spec.clock()), work, answer);
    }

    private <T> int run(
            Console console, AuthoritySettings settings, Function<Authority, Outcome<T>> work, Answer<T> answer) {
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<T> outcome = text.then(found -> open(found, settings)).then(work);
        String footer = outcome.value().isPresent() ? "The work was done." : "See the hints.";
        Optional<String> document =
                report.format == Console.Format.json ? outcome.value().flatMap(answer::json) : Optional.empty();
        int exitCode = (document.isPresent() ? console.aside() : console)
                .finish(text, outcome, report, footer, (out, done) -> out.print(answer.text(done)));
        document.ifPresent(console.out()::print);
        console.out().flush();
        return outcome.value().map(answer::exitCode).orElse(exitCode);
    }

    private Outcome<Authority> open(SpecText text, AuthoritySettings settings) {
        return spec.generator().authority(text, Optional.ofNullable(outputDir), settings);
    }
}
