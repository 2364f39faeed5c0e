package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.source.SpecText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgen show}: the complete specification on standard output. */
@Command(
        name = "show",
        description = "Prints the complete specification: every default filled in, `clusterDefaults` merged into"
                + " each cluster. What it prints is a specification that generates the same tree.",
        footer = "  meshgen show mesh.yaml > complete.yaml")
final class ShowCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Option(
            names = "--derived",
            description = "Also print the names and ranges that meshgen derives, as a second YAML document."
                    + " The output as a whole is then no specification.")
    private boolean derived;

    @Mixin
    private ReportOptions report = new ReportOptions();

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<String> shown = text.then(found -> spec.generator().show(found, derived));
        console.aside().report(shown.diagnostics(), text.value().map(SpecText::lines), report, "Nothing was shown.");
        shown.value().ifPresent(console.out()::print);
        console.out().flush();
        return ExitCode.of(shown);
    }
}
