package dev.meshgen.cli;

import dev.meshgen.pki.SigningRequests;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meshgen ca import}: the answer to a request. */
@Command(name = "import", description = "Takes over the signed certificate of an intermediate that was requested.")
final class CaImportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster, or `ingress`.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "PEM: the intermediate first, then its issuers as far as the tree doesn't know them.")
    private Path signed = Path.of("");

    @Mixin
    private CaOptions options = new CaOptions();

    CaImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var files = options.run(
                console, session -> new SigningRequests(session.environment()).accept(session.plan(), name, signed));
        files.filter(list -> options.report.format == Console.Format.text).ifPresent(list -> {
            list.forEach(file -> console.out().println("  " + file.path()));
            console.out().flush();
        });
        return files.isPresent() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
