package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.OpenSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `ca verify` names both files of a finding, and the two values that disagree. */
class VerifyCommandTest {
    @TempDir
    private Path folder;

    private CaShell shell;

    @BeforeEach
    void makeAuthority() throws IOException {
        OpenSsl.assume();
        shell = CaShell.issued(folder);
    }

    @Test
    void a_key_of_another_certificate() throws IOException {
        replace("private/one/ca-key.pem", "private/two/ca-key.pem");
        String one = keyOf(shell.pki("one/ca-cert.pem"));
        String two = keyOf(shell.pki("two/ca-cert.pem"));
        assertThat(shell.fail("ca", "verify"))
                .contains("[pki-key-mismatch]")
                .contains("ca-key.pem: its public half has SHA-256 `" + two)
                .contains("ca-cert.pem: this is for the public key with SHA-256 `" + one);
    }

    @Test
    void a_chain_of_another_certificate() throws IOException {
        replace("one/cert-chain.pem", "two/cert-chain.pem");
        assertThat(shell.fail("ca", "verify"))
                .contains("[pki-chain]")
                .contains("one/cert-chain.pem: it starts with `" + print("two/ca-cert.pem"), "L=two,CN=Intermediate CA")
                .contains("one/ca-cert.pem: here is `" + print("one/ca-cert.pem"), "L=one,CN=Intermediate CA");
    }

    @Test
    void a_root_of_another_mesh() throws IOException {
        CaShell other = CaShell.in(Files.createDirectory(folder.resolve("other")));
        other.succeed("ca", "issue");
        Files.copy(other.pki("root-cert.pem"), shell.pki("two/root-cert.pem"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(shell.fail("ca", "verify"))
                .contains("[pki-root-mismatch]")
                .contains("two/root-cert.pem: here is `" + print(other, "root-cert.pem"))
                .contains("pki/root-cert.pem: here is `" + print("root-cert.pem"));

        Files.copy(other.pki("root-cert.pem"), shell.pki("root-cert.pem"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(shell.fail("ca", "verify"))
                .contains("one/cert-chain.pem` doesn't lead to a trusted root: `", "` was signed by `CN=Root CA")
                .contains("and a root is another certificate of that name, with another key")
                .contains("pki/root-cert.pem: here is `" + print(other, "root-cert.pem"));
    }

    @Test
    void a_rotation_of_other_roots() throws IOException {
        shell.succeed("ca", "rotate", "root", "--step", "trust-both");
        Path state = shell.pki("rotation.json");
        String fingerprint = print("root-cert.pem");
        Files.writeString(state, Files.readString(state).replace(fingerprint, "0".repeat(64)));
        assertThat(shell.fail("ca", "verify"))
                .contains("[pki-rotation-state]")
                .contains("rotation.json: the roots of that step are `" + "0".repeat(64))
                .contains("pki/root-cert.pem: here is `" + fingerprint);
    }

    @Test
    void one_key_in_two_certificates() throws IOException {
        replace("one/ca-cert.pem", "two/ca-cert.pem");
        assertThat(shell.fail("ca", "verify"))
                .contains("[pki-shared-key]", "with SHA-256 `" + keyOf(shell.pki("two/ca-cert.pem")));
    }

    @Test
    void another_day_is_the_one_of_as_of() {
        shell.succeed("ca", "status", "--expires-in", "30d");
        String inAYear = LocalDate.now(ZoneOffset.UTC).plusDays(350).toString();
        String later = LocalDate.now(ZoneOffset.UTC).plusDays(400).toString();
        assertThat(shell.run("ca", "status", "--expires-in", "30d", "--as-of", inAYear)
                        .exit())
                .isEqualTo(2);
        assertThat(shell.succeed("ca", "status", "--as-of", later).out()).contains(", expired\n");
        assertThat(shell.fail("ca", "verify", "--as-of", later)).contains("[pki-expired]", "tls.crt");
        shell.succeed("ca", "verify");
    }

    @Test
    void an_upgrade_of_istio_leaves_the_intermediates_sound() throws IOException {
        Path spec = folder.resolve("mesh.yaml");
        String text = Files.readString(spec);
        assertThat(text).contains("version: 1.31.0");
        Files.writeString(spec, text.replace("version: 1.31.0", "version: 1.30.1"));
        assertThat(shell.succeed("ca", "verify").err()).isEmpty();
        assertThat(shell.succeed("generate").out()).doesNotContain("Certificates that were made");
    }

    @Test
    void what_is_left_of_a_removed_cluster_is_listed_and_pruned() throws IOException {
        String before = Files.readString(folder.resolve("mesh.yaml"));
        Path foreign =
                Files.writeString(Files.createDirectory(shell.pki("mine")).resolve("notes.txt"), "mine");
        assertThat(shell.succeed("ca", "status").out()).doesNotContain("ca prune");
        assertThat(shell.succeed("ca", "prune").out())
                .isEqualTo("Nothing is left of a removed cluster or application.\n");
        Files.writeString(
                folder.resolve("mesh.yaml"),
                before.replaceFirst("(?s)  - name: two.*?  applications:", "  applications:")
                        .replace("name: echoserver", "name: echo"));
        shell.succeed("ca", "issue");
        assertThat(shell.succeed("ca", "status").out())
                .contains("pki/two/ca-cert.pem  of nothing", "pki/private/two/ca-key.pem  of nothing")
                .contains("pki/applications/echoserver/tls.crt  of nothing", "Run `meshgen ca prune`")
                .doesNotContain("pki/one/ca-cert.pem  of nothing");
        assertThat(shell.succeed("ca", "prune", "--dry-run").out())
                .contains("  - ", "pki/two/cert-chain.pem", "pki/private/two/ca-key.pem", "run `meshgen ca prune`");
        assertThat(shell.pki("two/ca-cert.pem")).exists();
        assertThat(shell.succeed("ca", "prune").out()).contains("  - ", "pki/two/cert-chain.pem");
        assertThat(shell.pki("two")).doesNotExist();
        assertThat(shell.pki("applications/echoserver")).doesNotExist();
        assertThat(shell.pki("private/two")).doesNotExist();
        assertThat(shell.pki("private/retired/two/1-ca-key.pem")).exists();
        assertThat(foreign).exists();
        shell.succeed("ca", "verify");
        assertThat(shell.succeed("ca", "status").out()).doesNotContain("ca prune");
    }

    private void replace(String file, String by) throws IOException {
        Files.copy(
                shell.pki(by),
                shell.pki(file),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    private String print(String certificate) {
        return print(shell, certificate);
    }

    private static String print(CaShell shell, String certificate) {
        return OpenSsl.run("x509", "-in", shell.pki(certificate), "-noout", "-fingerprint", "-sha256")
                .replaceFirst("(?s).*=", "")
                .replaceAll("[:\\s]", "")
                .toLowerCase(java.util.Locale.ROOT);
    }

    private String keyOf(Path certificate) {
        Path pem = folder.resolve("public.pem");
        Path der = folder.resolve("public.der");
        OpenSsl.run("x509", "-in", certificate, "-noout", "-pubkey", "-out", pem);
        OpenSsl.run("pkey", "-pubin", "-in", pem, "-pubout", "-outform", "der", "-out", der);
        return OpenSsl.run("dgst", "-sha256", der).replaceFirst("(?s).*= ", "").strip();
    }
}
