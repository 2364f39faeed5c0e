package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pipeline.Picture;
import dev.meshgen.source.SpecText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgen graph}: the topology on standard output. */
@Command(
        name = "graph",
        description = "Prints the topology of the mesh: regions, clusters, networks, gateways and hosts.",
        footer = "  meshgen graph mesh.yaml --as mermaid > topology.mmd")
final class GraphCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Option(
            names = "--as",
            paramLabel = "LANGUAGE",
            description = "Language of the picture: svg, mermaid or dot (Graphviz). Default: svg.")
    private Picture picture = Picture.svg;

    @Mixin
    private ReportOptions report = new ReportOptions();

    GraphCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<String> drawn = text.then(found -> spec.generator().draw(found, picture));
        console.aside().report(drawn.diagnostics(), text.value().map(SpecText::lines), report, "Nothing was drawn.");
        drawn.value().ifPresent(console.out()::print);
        console.out().flush();
        return ExitCode.of(drawn);
    }
}
