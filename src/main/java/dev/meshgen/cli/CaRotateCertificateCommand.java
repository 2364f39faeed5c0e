package dev.meshgen.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code meshgen ca rotate intermediate} and {@code server}: a new certificate under the same
 * issuer.
 */
final class CaRotateCertificateCommand {
    private CaRotateCertificateCommand() {}

    @Command(
            name = "intermediate",
            description = "Replaces a cluster's intermediate and its key; the root stays.",
            footer = "  meshgen ca rotate intermediate one mesh.yaml")
    static final class Intermediate implements Callable<Integer> {
        private final Console console;

        @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster, or `ingress`.")
        private String name = "";

        @Mixin
        private CaOptions options = new CaOptions();

        Intermediate(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return options.run(
                    console,
                    authority -> authority.rotateIntermediate(name),
                    files -> "Intermediate `" + name + "` is new. Upload it: istiod loads it by itself, and workloads"
                            + " follow at their next renewal. The old key is in `retired` in the keys folder.\n");
        }
    }

    @Command(
            name = "server",
            description = "Replaces an application's server certificate and its key.",
            footer = "  meshgen ca rotate server shop mesh.yaml")
    static final class Server implements Callable<Integer> {
        private final Console console;

        @Parameters(index = "0", paramLabel = "APPLICATION", description = "The application.")
        private String name = "";

        @Mixin
        private CaOptions options = new CaOptions();

        Server(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return options.run(
                    console,
                    authority -> authority.rotateServer(name),
                    files -> "The server certificate of `" + name + "` is new. Upload it: the ingress gateway loads it"
                            + " by itself.\n");
        }
    }
}
