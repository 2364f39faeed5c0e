package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pipeline.CheckedMesh;
import dev.meshgen.source.SpecText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code meshgen validate}: every problem of a specification in one run. */
@Command(
        name = "validate",
        description = "Reports every problem of a specification with its position and a fix.",
        footer = "  meshgen validate mesh.yaml --output sarif > meshgen.sarif")
final class ValidateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<CheckedMesh> checked = text.then(spec.generator()::validate);
        return console.finish(
                text,
                checked,
                report,
                "",
                (out, valid) -> out.println(Summary.of(valid.mesh()) + " The specification is valid."));
    }
}
