package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Printable;
import dev.meshgen.diagnostic.Suggestion;
import dev.meshgen.pipeline.FileOrigin;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.pipeline.Origins;
import dev.meshgen.source.SpecText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meshgen explain}: where a file comes from, and what a key or an ID means. */
@Command(
        name = "explain",
        description = "Explains a file of the output tree (which template made it; for a line, which line of the"
                + " template and which values of the specification), a key of the specification, or the ID of a"
                + " diagnostic.",
        footer = {
            "  meshgen explain out/contoso/scripts/env.sh:16",
            "  meshgen explain spec.clusters.network",
            "  meshgen explain network-overlap"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "WHAT", description = "PATH or PATH:LINE in the tree, a key, or an ID.")
    private String what = "";

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Option(names = "--templates", paramLabel = "DIR", description = TreeOptions.TEMPLATES)
    private @Nullable Path templates;

    @Mixin
    private ReportOptions report = new ReportOptions();

    private ExplainCommand(Console console) {
        this.console = console;
    }

    static CommandLine on(Console console) {
        return SpecOptions.placed(new CommandLine(new ExplainCommand(console)), 1);
    }

    @Override
    public Integer call() {
        Optional<String> words = Generator.explain(what);
        if (words.isPresent()) {
            console.out().print(words.get());
            console.out().flush();
            return ExitCode.DONE;
        }
        AskedPlace place = AskedPlace.parse(what).orElseThrow(() -> unknown(List.of()));
        if (!place.isPath() && Generator.meant(what).isPresent()) {
            throw unknown(List.of());
        }
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<Origins> origins = text.then(found -> spec.generator().origins(found, Optional.ofNullable(templates)));
        // Read before anything is reported: of what isn't known, nothing else matters.
        Optional<String> explained = origins.value().map(found -> explain(place, found));
        console.aside()
                .report(
                        origins.diagnostics(),
                        text.value().map(SpecText::lines),
                        report,
                        origins.value().isPresent() ? "" : "Nothing was explained.");
        explained.ifPresent(console.out()::print);
        console.out().flush();
        return ExitCode.of(origins);
    }

    private String explain(AskedPlace place, Origins origins) {
        List<String> all = origins.paths();
        Optional<String> path = place.inTree(all);
        if (path.isPresent()) {
            return explain(origins.of(path.get(), place.line()), place);
        }
        List<String> inFolder = place.line().isPresent() ? List.of() : place.below(all);
        if (inFolder.isEmpty()) {
            throw unknown(all);
        }
        StringBuilder lines = new StringBuilder();
        inFolder.forEach(each -> add(
                lines,
                each + ": " + Printable.text(origins.of(each, Optional.empty()).template())));
        return lines.toString();
    }

    private static void add(StringBuilder lines, String line) {
        lines.append(line).append(System.lineSeparator());
    }

    private ParameterException unknown(List<String> paths) {
        String meant = Generator.meant(what)
                .or(() -> AskedPlace.parse(what).flatMap(place -> Suggestion.nearest(place.path(), paths)))
                .map(each -> "; did you mean `" + each + "`?")
                .orElse("");
        return wrong("`" + Printable.text(what) + "` is no file of the tree, no key of the specification such as"
                + " spec.clusters.network, and no ID of a diagnostic" + meant);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private String explain(FileOrigin origin, AskedPlace place) {
        if (place.line().isPresent() && origin.line().isEmpty()) {
            throw wrong(origin.path() + " has " + origin.lines() + " lines, and no line "
                    + place.line().get());
        }
        StringBuilder lines = new StringBuilder();
        String part = origin.part().isEmpty() ? "the whole mesh" : origin.part();
        add(lines, origin.path() + ": " + Printable.text(origin.template()) + ", for " + part);
        origin.line().ifPresent(line -> add(lines, line));
        return lines.toString();
    }

    private static void add(StringBuilder lines, FileOrigin.Line line) {
        add(lines, "  line " + line.number() + ": " + Printable.text(line.text().strip()));
        line.template().ifPresent(template -> add(lines, "  template: " + Printable.text(template)));
        for (FileOrigin.Value value : line.values()) {
            String where = value.place().map(Object::toString).orElse("default");
            add(lines, "  value: " + Printable.text(where + ": " + value.path() + ": " + value.text()));
        }
    }
}
