package dev.meshgen.cli;

import dev.meshgen.pki.Passphrase;
import dev.meshgen.pki.PassphraseSource;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The root key's passphrase: from a file, else from the environment, else asked for without echo. */
final class Passphrases implements PassphraseSource {
    static final String VARIABLE = "MESHGEN_CA_PASSPHRASE";

    private final @Nullable Path file;
    private final @Nullable String variable;
    private final @Nullable Console terminal;

    /** @param terminal absent where nobody can be asked */
    Passphrases(@Nullable Path file, @Nullable String variable, @Nullable Console terminal) {
        this.file = file;
        this.variable = variable;
        this.terminal = terminal;
    }

    @Override
    public Optional<Passphrase> passphrase(Path keyFile, boolean fresh) {
        if (file != null) {
            return Optional.of(Passphrase.of(firstLine(file).toCharArray()));
        }
        if (variable != null && !variable.isEmpty()) {
            return Optional.of(Passphrase.of(variable.toCharArray()));
        }
        return terminal == null ? Optional.empty() : ask(terminal, keyFile, fresh);
    }

    private static Optional<Passphrase> ask(Console terminal, Path keyFile, boolean fresh) {
        char[] first = terminal.readPassword(
                fresh ? "New passphrase for %s (nothing: decide later): " : "Passphrase for %s: ", keyFile);
        if (first == null || first.length == 0) {
            return Optional.empty();
        }
        char[] second = fresh ? terminal.readPassword("The same again: ") : first;
        if (second == null || !Arrays.equals(first, second)) {
            terminal.printf("The two differ.%n");
            return Optional.empty();
        }
        return Optional.of(Passphrase.of(first));
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
