package dev.meshgen.cli;

import dev.meshgen.pki.SigningRequests;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meshgen ca request}: a request for an intermediate that is signed elsewhere. */
@Command(
        name = "request",
        description = "Makes an intermediate's key and the request for its certificate, to be signed elsewhere.")
final class CaRequestCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster, or `ingress`.")
    private String name = "";

    @Mixin
    private CaOptions options = new CaOptions();

    CaRequestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<Path> request = options.run(
                console, session -> new SigningRequests(session.environment()).request(session.plan(), name));
        request.filter(file -> options.report.format == Console.Format.text).ifPresent(file -> {
            console.out().println(file);
            console.out()
                    .println("Next: have it signed as an authority of path length 0, then run `meshgen ca import "
                            + name + " FILE`.");
            console.out().flush();
        });
        return request.isPresent() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
