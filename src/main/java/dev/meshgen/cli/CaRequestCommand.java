package dev.meshgen.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshgen ca request}: a request for an intermediate that is signed elsewhere. */
@Command(
        name = "request",
        description = "Makes an intermediate's key and the request for its certificate, to be signed elsewhere.",
        footer = {"  meshgen ca request one mesh.yaml", "  meshgen ca request one --abandon mesh.yaml"})
final class CaRequestCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster, or `ingress`.")
    private String name = "";

    @Option(names = "--abandon", description = "Delete a request that waits, and the key that it is for.")
    private boolean abandon;

    @Mixin
    private CaOptions options = new CaOptions();

    CaRequestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return abandon
                ? options.run(
                        console,
                        authority -> authority.abandonRequest(name),
                        file -> "Request `" + file + "` is deleted, and its key.\n")
                : request();
    }

    private Integer request() {
        return options.run(
                console,
                authority -> authority.request(name),
                file -> file + "\nNext: have it signed as an authority of path length 0, then run `meshgen ca import "
                        + name + " FILE`.\n");
    }
}
