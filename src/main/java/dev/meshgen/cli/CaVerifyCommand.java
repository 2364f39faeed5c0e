package dev.meshgen.cli;

import dev.meshgen.pki.verify.VerificationReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgen ca verify}: proves that certificates and keys are sound. */
@Command(
        name = "verify",
        description = "Verifies chains, keys, names, usages and file modes against the specification.",
        footer = {"  meshgen ca verify mesh.yaml", "  meshgen ca verify --bundle ./cacerts mesh.yaml"})
final class CaVerifyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CaOptions options = new CaOptions();

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "Verify instead a folder with Istio's four files (ca-cert.pem, ca-key.pem, cert-chain.pem,"
                    + " root-cert.pem), whoever has made them.")
    private @Nullable Path bundle;

    CaVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path folder = bundle;
        return options.look(
                console,
                authority -> folder == null ? authority.verify() : authority.verifyBundle(folder),
                CaVerifyCommand::text);
    }

    private static String text(VerificationReport found) {
        return "Sound: " + found.certificates().size() + " certificate files, "
                + found.keys().size() + " private keys. Not here: "
                + found.absentKeys().size() + " private keys.\n" + RootLines.of(found.roots());
    }
}
