package dev.meshgen.cli;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.source.SpecText;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meshgen init}: a first specification that validates. */
@Command(
        name = "init",
        description = "Writes a first mesh.yaml with comments, and mesh.schema.json for editors. Never overwrites a"
                + " file.",
        footer = "  meshgen init --name contoso --cluster one=westeurope --cluster two=northeurope")
final class InitCommand implements Callable<Integer> {
    private static final String UNKNOWN_ID = "00000000-0000-0000-0000-000000000000";

    private static final Pattern PATH = Pattern.compile(" of `(spec|metadata)[^`]*`");

    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Folder to write mesh.yaml to. Default: the current folder.")
    private Path folder = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the mesh, which prefixes every Azure name. Default: mesh.")
    private String name = "mesh";

    @Option(
            names = "--cluster",
            paramLabel = "NAME=REGION",
            description = "A cluster and its region; repeat for each cluster. Default: one=westeurope and"
                    + " two=northeurope.")
    private List<String> clusters = List.of("one=westeurope", "two=northeurope");

    @Option(names = "--subscription-id", paramLabel = "UUID", description = "ID of the Azure subscription.")
    private String subscriptionId = UNKNOWN_ID;

    @Option(names = "--tenant-id", paramLabel = "UUID", description = "ID of the Microsoft Entra tenant.")
    private String tenantId = UNKNOWN_ID;

    @Mixin
    private ReportOptions report = new ReportOptions();

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StarterSpec spec = starter();
        SpecText starter = new SpecText(folder.resolve("mesh.yaml").toString(), spec.text());
        // The versions in it are ours, so there is no day on which the user could change them.
        Generator generator = new Generator(Version.NUMBER, LocalDate.EPOCH);
        List<Diagnostic> found = generator.validate(starter).diagnostics();
        requireFitOptions(spec, found);
        Outcome<Path> written = generator.init(starter).then(file -> Outcome.of(file, warnings(spec, found)));
        return console.finish(
                Outcome.of(starter),
                written,
                report,
                written.value().isPresent() ? "" : "Nothing was written.",
                (out, file) -> out.println("Wrote " + file + ", and its schema for editors beside it. Next: edit it"
                        + (spec.text().contains(UNKNOWN_ID) ? ", replace the IDs of zeros" : "")
                        + ", then run `meshgen generate " + file + "`."));
    }

    /** Nobody has seen the lines of a file that is never written. */
    private void requireFitOptions(StarterSpec starter, List<Diagnostic> found) {
        Map<String, String> errors = new LinkedHashMap<>();
        found.stream()
                .filter(Diagnostic::isError)
                .sorted()
                .forEach(error -> starter.optionAt(error.span().line())
                        .ifPresent(option -> errors.putIfAbsent(
                                option,
                                option + ": " + PATH.matcher(error.message()).replaceAll("")
                                        + error.hint().map(hint -> " " + hint).orElse(""))));
        if (!errors.isEmpty()) {
            throw new ParameterException(command.commandLine(), String.join("\nerror: ", errors.values()));
        }
    }

    /** What is said of an option's value; that IDs are still zeros is said in the last line. */
    private static List<Diagnostic> warnings(StarterSpec starter, List<Diagnostic> found) {
        return found.stream()
                .filter(each -> !each.isError() && !each.rule().value().equals("placeholder-id"))
                .flatMap(each -> starter
                        .optionAt(each.span().line())
                        .map(option -> each.withMessage("`" + option + "`: " + each.message()))
                        .stream())
                .toList();
    }

    private StarterSpec starter() {
        try {
            return new StarterSpec(
                    name,
                    subscriptionId,
                    tenantId,
                    clusters.stream().map(StarterSpec.Placed::parse).toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
