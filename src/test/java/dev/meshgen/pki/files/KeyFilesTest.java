package dev.meshgen.pki.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.x509.Passphrase;
import dev.meshgen.pki.x509.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A private key is its owner's alone, wherever it comes from, and git never sees it. */
class KeyFilesTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private Path keys;
    private KeyFiles files;

    @BeforeEach
    void keysFolder() {
        keys = folder.resolve("keys");
        files = with(PassphraseSource.none());
    }

    private KeyFiles with(PassphraseSource passphrases) {
        return new KeyFiles(keys, passphrases, RANDOM);
    }

    private Path elsewhere(String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("theirs.pem"), "a key");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static void assertFault(Outcome<?> outcome, String rule, String fact) {
        assertThat(outcome.diagnostics()).singleElement().satisfies(fault -> {
            assertThat(fault.rule()).hasToString(rule);
            assertThat(fault.message()).contains(fact);
        });
    }

    @Test
    void a_copied_key_is_its_owner_s_alone() throws IOException {
        Path copy = keys.resolve("one/ca-key.pem");

        assertThat(files.copy(elsewhere("rw-------"), copy).value()).contains(copy);
        assertThat(copy).hasContent("a key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_key_that_others_could_read_is_not_copied() throws IOException {
        Path copy = keys.resolve("ca-key.pem");

        assertFault(files.copy(elsewhere("rw-r-----"), copy), "pki-key-mode", "is open to other users");
        assertThat(copy).doesNotExist();
    }

    @Test
    void the_copy_of_a_killed_run_is_kept() throws IOException {
        Path from = elsewhere("rw-------");
        Path copy = keys.resolve("ca-key.pem");
        files.copy(from, copy);
        Files.writeString(from, "another");

        assertThat(files.copy(from, copy).value()).contains(copy);
        assertThat(copy).hasContent("a key");
    }

    @Test
    void git_ignores_the_keys_folder_from_the_first_key_on() throws IOException {
        write("a.pem");
        assertThat(keys.resolve(".gitignore")).content(UTF_8).contains("*");

        Files.writeString(keys.resolve(".gitignore"), "mine");
        write("b.pem");
        assertThat(keys.resolve(".gitignore")).hasContent("mine");
    }

    private void write(String name) {
        SigningKey key = SigningKey.generate(KeyAlgorithm.ECDSA_P256, RANDOM);
        assertThat(files.write(keys.resolve(name), key, Optional.empty()).value())
                .isPresent();
    }

    @Test
    void a_key_that_nothing_was_signed_for_is_removed() {
        write("a.pem");
        assertThat(files.delete(keys.resolve("a.pem")).value()).isPresent();
        assertThat(keys.resolve("a.pem")).doesNotExist();
    }

    @Test
    void a_missing_passphrase_is_asked_for_in_the_words_of_its_use() {
        assertFault(files.newPassphrase(keys.resolve("a.pem")), "pki-passphrase-missing", "is to be encrypted");
    }

    @Test
    void a_short_passphrase_is_refused_for_a_new_key() {
        KeyFiles hasty =
                with((file, fresh) -> Optional.of(Passphrase.of("x".repeat(11).toCharArray())));
        KeyFiles careful =
                with((file, fresh) -> Optional.of(Passphrase.of("x".repeat(12).toCharArray())));

        assertFault(hasty.newPassphrase(keys.resolve("a.pem")), "pki-passphrase-short", "fewer than 12");
        assertThat(careful.newPassphrase(keys.resolve("a.pem")).value()).isPresent();
    }
}
