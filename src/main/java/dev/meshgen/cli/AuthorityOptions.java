package dev.meshgen.cli;

import dev.meshgen.pki.AuthoritySettings;
import dev.meshgen.pki.KeyProgress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a mesh's private keys are and how the root's is opened. */
final class AuthorityOptions {
    private static final String PASSPHRASE_FILE = "--passphrase-file";
    private static final String PLAIN_ROOT_KEY = "--plain-root-key";

    @Option(
            names = "--keys-dir",
            paramLabel = "DIR",
            description = "The folder of private keys. Default: pki/private in the output folder.")
    private @Nullable Path keysDir;

    @Option(
            names = PASSPHRASE_FILE,
            paramLabel = "FILE",
            description =
                    "A file whose first line is the passphrase of the root's private key. Default: the environment"
                            + " variable " + Passphrases.VARIABLE + ", or a prompt.")
    private @Nullable Path passphraseFile;

    @Option(
            names = PLAIN_ROOT_KEY,
            description = "Write a new root's private key in the clear, whatever the specification says.")
    private boolean plainRootKey;

    /** Set by the command that has an option for it. */
    private @Nullable Path newPassphraseFile;

    /** The command line of a command that makes no root, so has nothing to write in the clear. */
    static CommandLine makingNoRoot(CommandLine line) {
        return without(PLAIN_ROOT_KEY, line);
    }

    /** The command line of a command that neither makes a root nor opens a root's key. */
    static CommandLine usingNoRootKey(CommandLine line) {
        return without(PASSPHRASE_FILE, makingNoRoot(line));
    }

    /** An option of a mixin can only be taken away from the command that has it. */
    private static CommandLine without(String option, CommandLine line) {
        CommandSpec command = line.getCommandSpec();
        command.remove(command.findOption(option));
        return line;
    }

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
        return new Passphrases(
                Passphrases.given(passphraseFile, System.getenv(Passphrases.VARIABLE)),
                newPassphraseFile == null ? Optional.empty() : Passphrases.given(newPassphraseFile, null),
                Terminal.ofProcess());
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
