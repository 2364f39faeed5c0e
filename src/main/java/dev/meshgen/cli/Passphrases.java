package dev.meshgen.cli;

import dev.meshgen.diagnostic.Printable;
import dev.meshgen.pki.files.PassphraseSource;
import dev.meshgen.pki.x509.Passphrase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root key's passphrase: from a file, or else the environment, or else a prompt without echo.
 */
final class Passphrases implements PassphraseSource {
    static final String VARIABLE = "MESHGEN_CA_PASSPHRASE";

    private static final char REPLACEMENT = '\uFFFD';

    private final Optional<Passphrase> given;
    private final Optional<Passphrase> givenForNew;
    private final Optional<Terminal> terminal;

    /**
     * @param givenForNew for keys that are made, where it isn't that of the existing ones
     * @param terminal absent where nobody can be asked
     */
    Passphrases(Optional<Passphrase> given, Optional<Passphrase> givenForNew, Optional<Terminal> terminal) {
        this.given = given;
        this.givenForNew = givenForNew;
        this.terminal = terminal;
    }

    /**
     * Read at once, and once: the file may be a pipe.
     *
     * @throws UnfitPassphraseException if what was given can't be used
     */
    static Optional<Passphrase> given(@Nullable Path file, @Nullable String variable) {
        String text = file == null ? variable : PassphraseFile.firstLine(file);
        if (text == null || file == null && text.isEmpty()) {
            return Optional.empty();
        }
        String source = file == null ? "Environment variable `" + VARIABLE + "`" : "Passphrase file `" + file + "`";
        return Optional.of(Passphrase.of(requireReadable(source, text).toCharArray()));
    }

    /**
     * Where the locale knows ASCII only, Java reads every other byte as U+FFFD: all passphrases of
     * some length would then be the same.
     */
    private static String requireReadable(String source, String text) {
        if (text.indexOf(REPLACEMENT) >= 0) {
            throw new UnfitPassphraseException(source + " has letters that can't be read in this locale: set"
                    + " `LC_ALL=C.UTF-8` or use `--passphrase-file`.");
        }
        return text;
    }

    @Override
    public Optional<Passphrase> passphrase(Path keyFile, boolean fresh) {
        if (fresh && givenForNew.isPresent()) {
            return givenForNew;
        }
        return given.isPresent() ? given : terminal.flatMap(asked -> ask(asked, keyFile, fresh));
    }

    @Override
    public boolean isNewConfirmed() {
        return givenForNew.isPresent() || given.isEmpty();
    }

    private static Optional<Passphrase> ask(Terminal terminal, Path keyFile, boolean fresh) {
        String name = Printable.text(keyFile.toString());
        char[] first = terminal.readPassword(
                fresh
                        ? "New passphrase for " + name + " (leave empty to decide later): "
                        : "Passphrase for " + name + ": ");
        if (first == null || first.length == 0) {
            return Optional.empty();
        }
        char[] second = fresh ? terminal.readPassword("Repeat the passphrase: ") : first;
        if (second == null || !Arrays.equals(first, second)) {
            terminal.say("The two passphrases differ.");
            return Optional.empty();
        }
        if (new String(first).indexOf(REPLACEMENT) >= 0) {
            terminal.say("Letters of it can't be read in this locale: set LC_ALL=C.UTF-8 or use --passphrase-file.");
            return Optional.empty();
        }
        return Optional.of(Passphrase.of(first));
    }
}
