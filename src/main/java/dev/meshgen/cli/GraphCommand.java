package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.pipeline.Generator.CheckedMesh;
import dev.meshgen.source.SpecText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgen graph}: a picture of the mesh on standard output. */
@Command(
        name = "graph",
        description = "Prints a picture of the mesh: regions, clusters, networks, trust and entrances.")
final class GraphCommand implements Callable<Integer> {
    /** Languages of the picture; each names its template. */
    enum Picture {
        svg("topology.svg"),
        mermaid("_graph/mesh.mmd"),
        dot("_graph/mesh.dot");

        private final String template;

        Picture(String template) {
            this.template = template;
        }
    }

    private final Console console;

    @Mixin
    private SpecOptions options = new SpecOptions();

    @Option(names = "--format", paramLabel = "FORMAT", description = "svg, mermaid or dot (Graphviz). Default: svg.")
    private Picture picture = Picture.svg;

    GraphCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Generator generator = new Generator(Version.NUMBER, options.day());
        Outcome<SpecText> text = options.read(console.in());
        Outcome<CheckedMesh> checked = text.then(generator::validate);
        Outcome<String> drawn = checked.then(mesh -> generator.draw(mesh, picture.template));
        console.report(
                drawn.diagnostics(), text.value().map(SpecText::lines), new ReportOptions(), "Nothing was drawn.");
        drawn.value().ifPresent(console.out()::print);
        console.out().flush();
        return drawn.value().isPresent() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
