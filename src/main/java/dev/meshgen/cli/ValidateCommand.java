package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pipeline.Validated;
import dev.meshgen.source.SpecText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgen validate}: every problem of a specification in one run. */
@Command(
        name = "validate",
        description = "Reports every problem of a specification, and of your templates, with its position and a fix.",
        footer = "  meshgen validate mesh.yaml --output sarif > meshgen.sarif")
final class ValidateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Option(names = "--templates", paramLabel = "DIR", description = TreeOptions.TEMPLATES)
    private @Nullable Path templates;

    @Mixin
    private ReportOptions report = new ReportOptions();

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<Validated> checked =
                text.then(found -> spec.generator().validate(found, Optional.ofNullable(templates)));
        return console.finish(text, checked, report, "", (out, valid) -> {
            OwnTemplateReport.print(out, valid.ownTemplates(), true);
            out.println(Summary.of(valid.mesh()) + " The specification is valid.");
        });
    }
}
