package dev.meshgen.cli;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.output.ChangeSet;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.pipeline.Generator.CheckedMesh;
import dev.meshgen.source.SpecText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgen generate}: specification in, output tree out. */
@Command(name = "generate", description = "Writes the output tree of a specification, and says what changed.")
final class GenerateCommand implements Callable<Integer> {
    private static final int LONGEST_LIST = 20;

    private final Console console;

    @Mixin
    private SpecOptions options = new SpecOptions();

    @Option(
            names = {"-d", "--output-dir"},
            paramLabel = "DIR",
            description = "The folder to write. Default: out/ and the mesh's name.")
    private @Nullable Path outputDir;

    @Option(
            names = "--templates",
            paramLabel = "DIR",
            description = "A folder whose files replace, or add to, the templates of the same path.")
    private @Nullable Path templates;

    @Option(
            names = "--force",
            description = "Overwrite generated files that were edited by hand, and foreign files in their place.")
    private boolean force;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

    @Option(names = "--without-ca", description = "Leave the certificate authority alone.")
    private boolean withoutCa;

    @Mixin
    private ReportOptions report = new ReportOptions();

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Generator generator = new Generator(Version.NUMBER, options.day());
        Outcome<SpecText> text = options.read(console.in());
        Outcome<CheckedMesh> checked = text.then(generator::validate);
        Path folder = folder(checked);
        // The certificates come between comparing and writing, so that a conflict or a missing key leaves everything as
        // it was.
        Outcome<ChangeSet> written = checked.then(mesh -> generator
                .templates(Optional.ofNullable(templates))
                .then(store -> generator.render(mesh, store))
                .then(tree -> generator
                        .compare(tree, folder, force)
                        .then(changes -> certify(generator, mesh, folder))
                        .then(certificates -> generator.write(tree, folder, force))));
        console.report(written.diagnostics(), text.value().map(SpecText::lines), report, footer(written));
        written.value()
                .filter(changes -> report.format == Console.Format.text)
                .ifPresent(changes -> print(folder, changes));
        return written.value().isPresent() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Outcome<List<String>> certify(Generator generator, CheckedMesh mesh, Path folder) {
        return withoutCa ? Outcome.of(List.of()) : generator.certify(mesh, folder, authority.settings(console));
    }

    private Path folder(Outcome<CheckedMesh> checked) {
        String name = checked.value().map(found -> found.mesh().name()).orElse("");
        return outputDir == null ? Path.of("out", name) : outputDir;
    }

    private static String footer(Outcome<ChangeSet> written) {
        return written.diagnostics().stream().anyMatch(Diagnostic::isError)
                ? "Nothing was written."
                : "The tree was written.";
    }

    private void print(Path folder, ChangeSet changes) {
        PrintWriter out = console.out();
        List<String> lines = new ArrayList<>();
        changes.added().forEach(path -> lines.add("  + " + path));
        changes.changed().forEach(path -> lines.add("  ~ " + path));
        changes.removed().forEach(path -> lines.add("  - " + path));
        lines.stream().limit(LONGEST_LIST).forEach(out::println);
        if (lines.size() > LONGEST_LIST) {
            out.println("  ... and " + (lines.size() - LONGEST_LIST) + " more");
        }
        out.println(folder + ": " + changes.added().size() + " added, "
                + changes.changed().size() + " changed, " + changes.removed().size() + " removed, "
                + changes.unchanged().size() + " unchanged.");
        out.println(
                changes.isEmpty()
                        ? "The tree is up to date."
                        : "Next: review the change with `git diff " + folder + "`, then commit it.");
        out.flush();
    }
}
