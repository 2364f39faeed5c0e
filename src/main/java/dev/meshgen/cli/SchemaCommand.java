package dev.meshgen.cli;

import dev.meshgen.pipeline.Generator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgen schema}: the schema of specifications, for editors and validators. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of specifications, for editors and validators.",
        footer = "  meshgen schema > mesh.schema.json")
final class SchemaCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--strict",
            description = "Only keywords of the standard, for validators that refuse others. Editors then show patterns"
                    + " instead of words.")
    private boolean strict;

    @Mixin
    private ReportOptions report = new ReportOptions();

    SchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().print(Generator.schema(strict));
        console.out().flush();
        return ExitCode.DONE;
    }
}
