package dev.meshgen.pki.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folders that a new file makes, and what killed runs have left beside it. */
class NewFileTest {
    @TempDir
    Path folder;

    private PkiFolders folders;

    @BeforeEach
    void tree() {
        folders = new PkiFolders(folder.resolve("pki"), folder.resolve("pki/private"));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void certificates_can_be_read_by_all_and_keys_by_their_owner_from_the_first_run() throws IOException {
        assertThat(PkiLock.hold(folders, () -> Outcome.of(true)).value()).contains(true);

        assertThat(mode(folder.resolve("pki"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(folder.resolve("pki/private"))).isEqualTo("rwx------");
    }

    @Test
    void what_a_killed_run_has_half_written_goes_with_the_next() throws IOException {
        Path key = folders.keyFile("one/ca-key.pem");
        NewFile.createPrivateFolder(key.getParent());
        Path half = Files.writeString(key.resolveSibling(".ca-key.pem.0123456789abcdef.tmp"), "half");
        Path other = Files.writeString(key.resolveSibling(".other.pem.0123456789abcdef.tmp"), "another's");

        assertThat(NewFile.writePrivate(key, "whole".getBytes(UTF_8)).value()).contains(key);

        assertThat(half).doesNotExist();
        assertThat(other).exists();
        assertThat(key).hasContent("whole");
        assertThat(mode(key)).isEqualTo("rw-------");
    }

    @Test
    void the_first_certificate_of_a_cluster_makes_its_folder() throws IOException {
        Path staged = folders.staged().publicFile("two/ca-cert.pem");
        Files.createDirectories(staged.getParent());
        Files.writeString(staged, "a certificate");

        Path moved = new StagedMove(folders).file("two/ca-cert.pem").value().orElseThrow();

        assertThat(moved).isEqualTo(folder.resolve("pki/two/ca-cert.pem")).hasContent("a certificate");
        assertThat(mode(moved.getParent())).isEqualTo("rwxr-xr-x");
        assertThat(staged).doesNotExist();
    }
}
