package dev.meshgen.cli;

import dev.meshgen.pki.Rotation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meshgen ca rotate intermediate} and {@code server}: a new certificate under the same issuer. */
final class CaRotateCertificateCommand {
    private CaRotateCertificateCommand() {}

    private static int finish(Console console, CaOptions options, Optional<? extends List<?>> files, String advice) {
        files.filter(list -> options.report.format == Console.Format.text).ifPresent(list -> {
            console.out().println(advice);
            console.out().flush();
        });
        return files.isPresent() ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Command(name = "intermediate", description = "Replaces a cluster's intermediate and its key; the root stays.")
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
            var files = options.run(
                    console, session -> new Rotation(session.environment()).intermediate(session.plan(), name));
            return finish(
                    console,
                    options,
                    files,
                    "Intermediate `" + name
                            + "` is new. Upload it: istiod takes it over by itself, and workloads follow at"
                            + " their next renewal. The old key lies under `retired` in the keys folder.");
        }
    }

    @Command(name = "server", description = "Replaces an application's server certificate and its key.")
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
            var files =
                    options.run(console, session -> new Rotation(session.environment()).server(session.plan(), name));
            return finish(
                    console,
                    options,
                    files,
                    "The server certificate of `" + name + "` is new. Upload it: the ingress gateway takes it over by"
                            + " itself.");
        }
    }
}
