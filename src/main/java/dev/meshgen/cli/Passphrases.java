package dev.meshgen.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.pki.files.PassphraseSource;
import dev.meshgen.pki.x509.Passphrase;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root key's passphrase: from a file, or else the environment, or else a prompt without echo.
 */
final class Passphrases implements PassphraseSource {
    static final String VARIABLE = "MESHGEN_CA_PASSPHRASE";

    private static final int LARGEST_FILE = 1 << 16;

    private final Optional<Passphrase> given;
    private final @Nullable Console terminal;

    /** @param terminal absent where nobody can be asked */
    Passphrases(Optional<Passphrase> given, @Nullable Console terminal) {
        this.given = given;
        this.terminal = terminal;
    }

    /** Read at once, and once: the file may be a pipe. */
    static Optional<Passphrase> given(@Nullable Path file, @Nullable String variable) throws IOException {
        String text = file == null ? variable : firstLine(file);
        return text == null || file == null && text.isEmpty()
                ? Optional.empty()
                : Optional.of(Passphrase.of(text.toCharArray()));
    }

    private static String firstLine(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE);
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.lines().findFirst().orElse("");
        }
    }

    @Override
    public Optional<Passphrase> passphrase(Path keyFile, boolean fresh) {
        return given.isPresent() || terminal == null ? given : ask(terminal, keyFile, fresh);
    }

    private static Optional<Passphrase> ask(Console terminal, Path keyFile, boolean fresh) {
        char[] first = terminal.readPassword(
                fresh ? "New passphrase for %s (leave empty to decide later): " : "Passphrase for %s: ", keyFile);
        if (first == null || first.length == 0) {
            return Optional.empty();
        }
        char[] second = fresh ? terminal.readPassword("Repeat the passphrase: ") : first;
        if (second == null || !Arrays.equals(first, second)) {
            terminal.printf("The two passphrases differ.%n");
            return Optional.empty();
        }
        return Optional.of(Passphrase.of(first));
    }
}
