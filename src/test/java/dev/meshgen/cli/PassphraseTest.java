package dev.meshgen.cli;

import static dev.meshgen.testing.Meshgen.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.meshgen.pki.x509.Passphrase;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.MeshgenProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be the passphrase that was meant is refused, before a key is encrypted with it. */
class PassphraseTest {
    private static final Passphrase GIVEN = Passphrase.of("correct horse battery".toCharArray());

    @TempDir
    private Path folder;

    private Path file(byte[] bytes, String mode) throws IOException {
        Path file = Files.write(folder.resolve("passphrase"), bytes);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Path file(String text) throws IOException {
        return file(text.getBytes(UTF_8), "rw-------");
    }

    private void isRefused(String fact, Path file) {
        Run run = run("ca", "verify", "samples/two-regions/mesh.yaml", "--passphrase-file", file.toString());
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("error: Passphrase file `" + file + "` ")
                .contains(fact);
    }

    @Test
    void the_first_line_counts_without_a_byte_order_mark() throws Exception {
        assertThat(Passphrases.given(file("correct horse battery\nrest\n"), null))
                .hasValue(GIVEN);
        assertThat(Passphrases.given(file("\uFEFFcorrect horse battery\r\n"), null))
                .hasValue(GIVEN);
        assertThat(Passphrases.given(null, "correct horse battery")).hasValue(GIVEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-rw-rw-", "rw----r--"})
    void a_file_that_others_can_read_is_refused(String mode) throws IOException {
        isRefused(
                "is open to other users: run `chmod 600 ", file(GIVEN.toString().getBytes(UTF_8), mode));
    }

    @Test
    void what_is_no_text_file_is_refused() throws IOException {
        isRefused("isn't UTF-8", file(new byte[] {'p', (byte) 0xe4, 's', 's'}, "rw-------"));
        isRefused("is larger than 4 KiB", file("x".repeat(4097)));
        isRefused("is a folder", folder);
        isRefused("doesn't exist", folder.resolve("none"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void an_endless_file_is_refused() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> isRefused("is larger than 4 KiB", Path.of("/dev/zero")));
    }

    @Test
    void a_pipe_may_have_any_mode() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", "-m", "666", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        CompletableFuture<Path> written = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.writeString(pipe, "correct horse battery\n");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(Passphrases.given(pipe, null)).hasValue(GIVEN));
        written.join();
    }

    @Test
    void letters_that_were_lost_are_refused_wherever_they_come_from() throws IOException {
        Path file = file("correct \uFFFD battery");

        assertThatThrownBy(() -> Passphrases.given(null, "\uFFFD\uFFFD\uFFFD-\uFFFD\uFFFD"))
                .isInstanceOf(UnfitPassphraseException.class)
                .hasMessageContaining("LC_ALL=C.UTF-8");
        assertThatThrownBy(() -> Passphrases.given(file, null)).isInstanceOf(UnfitPassphraseException.class);
    }

    /** The variable's bytes are set by a shell, since Java can't say them in every locale. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_locale_without_letters_does_not_encrypt_the_root_s_key_under_known_characters() throws Exception {
        Files.copy(Path.of("samples/two-regions/mesh.yaml"), folder.resolve("mesh.yaml"));
        String bytes = "$(printf '\\320\\272\\320\\273\\321\\216\\321\\207-\\320\\276\\321\\202-\\320\\272\\320\\276')";
        MeshgenProcess process = MeshgenProcess.in(folder)
                .withUmask("022; MESHGEN_CA_PASSPHRASE=" + bytes + "; export MESHGEN_CA_PASSPHRASE");

        Run run = process.with(Map.of("LC_ALL", "C")).run("ca", "issue", "-d", "tree");

        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("MESHGEN_CA_PASSPHRASE", "LC_ALL=C.UTF-8", "--passphrase-file");
        assertThat(folder.resolve("tree")).doesNotExist();
    }
}
