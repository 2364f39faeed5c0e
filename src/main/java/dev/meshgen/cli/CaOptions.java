package dev.meshgen.cli;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pipeline.CheckedMesh;
import dev.meshgen.pki.CertificatePlan;
import dev.meshgen.pki.PkiEnvironment;
import dev.meshgen.source.SpecText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every {@code ca} command takes. */
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
    ReportOptions report = new ReportOptions();

    /** The authority that a command works on. */
    record Session(CertificatePlan plan, PkiEnvironment environment) {}

    /** Opens the authority of the specification, does the work, and reports what went wrong. */
    <T> Optional<T> run(Console console, Function<Session, Outcome<T>> work) {
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<CheckedMesh> checked = text.then(spec.generator()::validate);
        Outcome<T> done = checked.then(mesh -> CertificatePlan.from(mesh.mesh())
                .map(plan -> new Session(authority.adjust(plan), environment(mesh, console)))
                .then(work));
        boolean failed = done.diagnostics().stream().anyMatch(Diagnostic::isError);
        if (report.format == Console.Format.text || failed) {
            console.report(
                    done.diagnostics(),
                    text.value().map(SpecText::lines),
                    report,
                    failed ? "See the hints." : "The work was done.");
        }
        return done.value();
    }

    private PkiEnvironment environment(CheckedMesh mesh, Console console) {
        Path tree = outputDir == null ? Path.of("out", mesh.mesh().name()) : outputDir;
        return authority.environment(tree, console);
    }
}
