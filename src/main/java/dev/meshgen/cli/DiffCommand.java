package dev.meshgen.cli;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceText;
import dev.meshgen.pipeline.Compared;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.source.SpecText;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code meshgen diff}: what a change does, before it is made. */
@Command(
        name = "diff",
        description = "Shows what `generate` would change in the output tree, or what changes between the trees of two"
                + " specifications: in the mesh's words, then what Azure destroys or replaces, then the files. Writes"
                + " nothing.",
        footer = {"  meshgen diff mesh.yaml", "  meshgen diff old.yaml mesh.yaml --stat"},
        exitCodeList = "2:there is a difference, with `--exit-code`")
final class DiffCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NEW",
            description = "A second specification: compare its tree with that of the first, and no folder.")
    private @Nullable Path other;

    @Mixin
    private TreeOptions tree = new TreeOptions();

    @Option(names = "--stat", description = "Count the lines that change in each file, and print none of them.")
    private boolean stat;

    @Option(names = "--exit-code", description = "Exit with 2 if there is a difference.")
    private boolean exitCode;

    @Option(
            names = {"-v", "--verbose"},
            description = "List every resource that Azure destroys or replaces.")
    private boolean verbose;

    @Mixin
    private ReportOptions report = new ReportOptions();

    private DiffCommand(Console console) {
        this.console = console;
    }

    static CommandLine on(Console console) {
        return SpecOptions.placed(new CommandLine(new DiffCommand(console)), 0);
    }

    @Override
    public Integer call() {
        if (other != null && tree.folder().isPresent()) {
            throw new ParameterException(
                    command.commandLine(), "`--output-dir` names a tree, so it needs one specification only");
        }
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<Compared> compared = text.then(this::compare);
        if (report.isText()) {
            console.aside().report(compared.diagnostics(), lines(text), report, footer(compared));
            compared.value().ifPresent(this::print);
        } else {
            List<Diagnostic> all = new ArrayList<>(compared.diagnostics());
            compared.value().map(found -> losses(found, asked(text))).ifPresent(all::addAll);
            console.report(all, lines(text), report, "");
        }
        boolean differs =
                exitCode && compared.value().filter(found -> !found.isEmpty()).isPresent();
        return differs ? ExitCode.FOUND : ExitCode.of(compared);
    }

    /** The text that diagnostics point into: of two specifications, each may be meant. */
    private Optional<SourceText> lines(Outcome<SpecText> text) {
        return other == null ? text.value().map(SpecText::lines) : Optional.empty();
    }

    private Path asked(Outcome<SpecText> text) {
        return other != null ? other : Path.of(text.value().orElseThrow().name());
    }

    private static String footer(Outcome<Compared> compared) {
        return compared.value().isPresent() ? "" : "Nothing was compared.";
    }

    /** What Azure loses, for programs: each as a finding in the specification that asks for it. */
    private static List<Diagnostic> losses(Compared compared, Path asked) {
        return compared.difference().azure().stream()
                .map(change -> Diagnostic.warning(
                        "azure-" + change.action().verb(),
                        asked,
                        "Terraform would " + change.action().verb() + " `" + change.address() + "`: " + change.because()
                                + ".",
                        "Take the change back if that isn't meant: what is in the resource is lost with it."))
                .toList();
    }

    private Outcome<Compared> compare(SpecText text) {
        Generator generator = spec.generator();
        return other == null
                ? generator.diff(text, tree.folder(), tree.templates())
                : Generator.read(other).then(now -> generator.diff(text, now, tree.templates()));
    }

    private void print(Compared compared) {
        if (compared.isEmpty()) {
            console.out().println("There is no difference.");
            console.out().flush();
            return;
        }
        new DiffText(console.out(), report.isColoured(console.colour())).print(compared, stat, verbose);
    }
}
