package dev.meshgen.cli;

import dev.meshgen.pki.Imported;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meshgen ca import}: the answer to a request. */
@Command(
        name = "import",
        description = "Imports the signed certificate of an intermediate that was requested, or a company's root.",
        footer = "  meshgen ca import one signed.pem mesh.yaml")
final class CaImportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "CLUSTER",
            description = "The cluster, or `ingress`; `root`: a company's root.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description =
                    "PEM: the intermediate first, then its issuers as far as the tree doesn't know them; for `root`, the"
                            + " root alone.")
    private Path signed = Path.of("");

    @Mixin
    private CaOptions options = new CaOptions();

    private CaImportCommand(Console console) {
        this.console = console;
    }

    static CommandLine on(Console console) {
        return SpecOptions.placed(new CommandLine(new CaImportCommand(console)), 2);
    }

    static String text(Imported done) {
        return CaIssueCommand.lines(done.files()) + RootLines.of(done.roots()) + stillMissing(done.missing());
    }

    private static String stillMissing(List<String> names) {
        return names.isEmpty() ? "" : "Still to be imported: " + String.join(", ", names) + ".\n";
    }

    @Override
    public Integer call() {
        return options.run(
                console,
                authority -> name.equals("root") ? authority.acceptRoot(signed) : authority.accept(name, signed),
                CaImportCommand::text);
    }
}
