package dev.meshgen.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code meshgen ca rotate intermediate} and {@code server}: a new certificate under the same
 * issuer.
 */
final class CaRotateCertificateCommand {
    private static final String ABANDON = "Call off a rotation that was interrupted; the certificate stays.";

    private CaRotateCertificateCommand() {}

    private static String abandoned(String name) {
        return "The rotation of `" + name + "` is abandoned; nothing has changed.\n";
    }

    @Command(
            name = "intermediate",
            description = "Replaces a cluster's intermediate and its key; the root stays.",
            footer = "  meshgen ca rotate intermediate one mesh.yaml")
    static final class Intermediate implements Callable<Integer> {
        private final Console console;

        @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster, or `ingress`.")
        private String name = "";

        @Option(names = "--abandon", description = ABANDON)
        private boolean abandon;

        @Mixin
        private CaOptions options = new CaOptions();

        Intermediate(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return abandon
                    ? options.run(console, authority -> authority.abandonIntermediate(name), done -> abandoned(name))
                    : options.run(console, authority -> authority.rotateIntermediate(name), files -> advice());
        }

        private String advice() {
            String who = name.equals("ingress")
                    ? "it has signed the server certificates anew, and the ingress gateways load those by themselves."
                    : "istiod loads it by itself, and workloads follow at their next renewal.";
            return "Intermediate `" + name + "` is new. Run `scripts/up.sh --from 02 --to 03` in the tree: " + who
                    + " The old key is in `retired` in the keys folder.\n";
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

        @Option(names = "--abandon", description = ABANDON)
        private boolean abandon;

        @Mixin
        private CaOptions options = new CaOptions();

        Server(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return abandon
                    ? options.run(console, authority -> authority.abandonServer(name), done -> abandoned(name))
                    : options.run(
                            console,
                            authority -> authority.rotateServer(name),
                            files -> "The server certificate of `" + name
                                    + "` is new. Run `scripts/up.sh --from 02 --to 03` in the tree: the ingress gateway"
                                    + " loads it by itself.\n");
        }
    }
}
