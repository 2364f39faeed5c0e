package dev.meshgen.cli;

import dev.meshgen.pki.AuthoritySettings;
import dev.meshgen.pki.KeyProgress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a mesh's private keys are and how the root's is opened. */
final class AuthorityOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

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
                            + " variable " + Passphrases.VARIABLE + ", or a prompt.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--plain-root-key",
            description = "Write a new root's private key in the clear, whatever the specification says.")
    private boolean plainRootKey;

    /** Set by the command that has an option for it. */
    private @Nullable Path newPassphraseFile;

    void nameNewPassphrase(@Nullable Path file) {
        newPassphraseFile = file;
    }

    AuthoritySettings settings(Console console) {
        return settings(console, Clock.systemUTC());
    }

    /** @param clock of a command that only reads: what is signed starts today */
    AuthoritySettings settings(Console console, Clock clock) {
        return new AuthoritySettings(
                Optional.ofNullable(keysDir),
                plainRootKey,
                passphrases(),
                progress(console),
                clock,
                new SecureRandom());
    }

    private Passphrases passphrases() {
        try {
            return new Passphrases(
                    Passphrases.given(passphraseFile, System.getenv(Passphrases.VARIABLE)),
                    newPassphraseFile == null ? Optional.empty() : Passphrases.given(newPassphraseFile, null),
                    System.console());
        } catch (UnfitPassphraseException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    private static KeyProgress progress(Console console) {
        return System.console() == null
                ? KeyProgress.silent()
                : (file, done, total) -> {
                    console.err().println("Key " + done + " of " + total + ": " + file);
                    console.err().flush();
                };
    }
}
