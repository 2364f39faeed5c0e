package dev.meshgen.cli;

import dev.meshgen.pipeline.AuthorityRequest;
import dev.meshgen.pki.CertificatePlan;
import dev.meshgen.pki.KeyProgress;
import dev.meshgen.pki.PassphraseSource;
import dev.meshgen.pki.PkiEnvironment;
import dev.meshgen.pki.PkiFolders;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a mesh's private keys lie and how the root's is opened. */
final class AuthorityOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--keys-dir",
            paramLabel = "DIR",
            description = "The folder of private keys. Default: pki/private in the output folder.")
    private @Nullable Path keysDir;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "A file whose first line is the passphrase of the root's private key. Default: the environment"
                            + " variable " + Passphrases.VARIABLE + ", else a prompt.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--plain-root-key",
            description = "Write a new root's private key in the clear, whatever the specification says.")
    private boolean plainRootKey;

    CertificatePlan adjust(CertificatePlan plan) {
        return plainRootKey ? plan.withPlainRootKey() : plan;
    }

    AuthorityRequest request(Console console) {
        requireReadable();
        return new AuthorityRequest(
                Optional.ofNullable(keysDir),
                plainRootKey,
                passphrases(),
                progress(console),
                Clock.systemUTC(),
                new SecureRandom());
    }

    PkiEnvironment environment(Path tree, Console console) {
        requireReadable();
        PkiFolders folders = keysDir == null ? PkiFolders.in(tree) : PkiFolders.in(tree, keysDir);
        return new PkiEnvironment(
                folders,
                Clock.systemUTC(),
                new SecureRandom(),
                passphrases(),
                progress(console),
                Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    private static KeyProgress progress(Console console) {
        PrintWriter err = console.err();
        return (file, done, total) -> {
            if (System.console() != null) {
                err.println("Key " + done + " of " + total + ": " + file);
                err.flush();
            }
        };
    }

    private PassphraseSource passphrases() {
        return new Passphrases(passphraseFile, System.getenv(Passphrases.VARIABLE), System.console());
    }

    private void requireReadable() {
        if (passphraseFile != null && command != null && !Files.isReadable(passphraseFile)) {
            throw new ParameterException(
                    command.commandLine(), "Passphrase file `" + passphraseFile + "` can't be read.");
        }
    }
}
