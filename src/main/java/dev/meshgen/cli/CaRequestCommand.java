package dev.meshgen.cli;

import dev.meshgen.pki.Authority;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    @Parameters(
            index = "0",
            paramLabel = "CLUSTER",
            description = "The cluster, or `ingress`; `root`: all of them, in the rotation to a company's root.")
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
        boolean all = name.equals("root");
        if (abandon) {
            return all
                    ? options.run(
                            console, Authority::abandonRequests, files -> "The requests are deleted, and their keys.\n")
                    : options.run(
                            console,
                            authority -> authority.abandonRequest(name),
                            file -> "Request `" + file + "` is deleted, and its key.\n");
        }
        return all ? requestAll() : request();
    }

    private Integer requestAll() {
        return options.run(
                console,
                Authority::requestAll,
                files -> files.stream().map(file -> file + "\n").collect(Collectors.joining())
                        + "Next: have each signed by the new root as an authority of path length 0, run `meshgen ca"
                        + " import CLUSTER FILE` for each, then `meshgen ca rotate root --step new-intermediates`.\n");
    }

    private Integer request() {
        return options.run(
                console,
                authority -> authority.request(name),
                file -> file + "\nNext: have it signed as an authority of path length 0, then run `meshgen ca import "
                        + name + " FILE`.\n");
    }
}
