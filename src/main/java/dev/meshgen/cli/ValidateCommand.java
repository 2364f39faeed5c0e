package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.pipeline.Generator.CheckedMesh;
import dev.meshgen.source.SpecText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code meshgen validate}: every problem of a specification in one run. */
@Command(
        name = "validate",
        description = "Checks a specification and prints every problem, each with its place and remedy.")
final class ValidateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private SpecOptions options = new SpecOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Outcome<SpecText> text = options.read(console.in());
        Outcome<CheckedMesh> checked = text.then(new Generator(Version.NUMBER, options.day())::validate);
        console.report(checked.diagnostics(), text.value().map(SpecText::lines), report, "Nothing was written.");
        Optional<CheckedMesh> mesh = checked.value();
        if (mesh.isEmpty()) {
            return ExitCode.FAILED;
        }
        if (report.format == Console.Format.text) {
            console.out().println(Summary.of(mesh.get().mesh()) + " The specification is valid.");
            console.out().flush();
        }
        return ExitCode.DONE;
    }
}
