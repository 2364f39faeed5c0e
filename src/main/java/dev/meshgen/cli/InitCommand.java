package dev.meshgen.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.source.SpecText;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meshgen init}: a first specification that validates. */
@Command(name = "init", description = "Writes a commented first mesh.yaml. Never overwrites one.")
final class InitCommand implements Callable<Integer> {
    private static final String UNKNOWN_ID = "00000000-0000-0000-0000-000000000000";

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The folder to write to. Default: this one.")
    private Path folder = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the mesh, the prefix of every Azure name. Default: mesh.")
    private String name = "mesh";

    @Option(
            names = "--cluster",
            paramLabel = "NAME=REGION",
            description = "A cluster and its region; repeat it. Default: one=westeurope and two=northeurope.")
    private List<String> clusters = List.of("one=westeurope", "two=northeurope");

    @Option(names = "--subscription-id", paramLabel = "UUID", description = "The Azure subscription.")
    private String subscriptionId = UNKNOWN_ID;

    @Option(names = "--tenant-id", paramLabel = "UUID", description = "The Entra tenant.")
    private String tenantId = UNKNOWN_ID;

    @Mixin
    private ReportOptions report = new ReportOptions();

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path file = folder.resolve("mesh.yaml");
        SpecText text = new SpecText(file.toString(), starter().text());
        // What the flags say goes through the same checks as what a person writes.
        List<Diagnostic> errors =
                new Generator(Version.NUMBER, LocalDate.EPOCH).validate(text).diagnostics();
        if (!errors.isEmpty()) {
            console.report(errors, Optional.of(text.lines()), report, "Nothing was written; correct the flags.");
            return ExitCode.FAILED;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text.text(), UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            console.err()
                    .println("error: `" + file
                            + "` exists; meshgen never overwrites a specification. Name another folder.");
            return ExitCode.FAILED;
        } catch (IOException e) {
            console.err()
                    .println("error: `" + file + "` can't be written ("
                            + e.getClass().getSimpleName() + "). Check the folder's permissions.");
            return ExitCode.FAILED;
        }
        console.out().println("Wrote " + file + ". Next: edit it, then run `meshgen generate " + file + "`.");
        return ExitCode.DONE;
    }

    private StarterSpec starter() {
        try {
            return new StarterSpec(
                    name,
                    subscriptionId,
                    tenantId,
                    clusters.stream().map(StarterSpec.Placed::parse).toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
