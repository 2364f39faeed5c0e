package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.files.PassphraseSource;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.verify.VerificationReport;
import dev.meshgen.pki.x509.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each fault has a diagnostic of its own that names the file and the remedy, and none makes meshgen
 * write anything.
 */
class BadInputTest {
    @TempDir
    Path folder;

    private final CertificatePlan plan = PkiTree.plan("one", "two");
    private final CertificatePlan bigger = PkiTree.plan("one", "two", "three");
    private PkiTree tree;

    @BeforeEach
    void makeTree() {
        tree = PkiTree.in(folder);
        tree.made(plan);
    }

    @AfterEach
    void nothingWasMade() {
        assertThat(tree.file("pki/three")).doesNotExist();
        assertThat(tree.file("pki/private/three")).doesNotExist();
    }

    @Test
    void an_expired_certificate_is_named_and_keeps_nothing_else_from_being_made() {
        PkiTree then = at(Duration.ofDays(800), PassphraseSource.none());
        assertFault(then.authority(plan).verify(), "pki-expired", "pki/one/ca-cert.pem");
        Outcome<?> generated = then.ensure(plan);
        assertThat(generated.value()).isPresent();
        assertThat(PkiTree.rules(generated)).containsExactly("pki-expired");
    }

    @Test
    void an_expired_issuer_signs_nothing() {
        PkiTree then = at(Duration.ofDays(3700), PassphraseSource.none());
        assertFault(then.ensure(bigger), "pki-expired", "pki/root-cert.pem");
    }

    @Test
    void a_certificate_that_is_not_yet_valid_is_refused() {
        PkiTree then = at(Duration.ofDays(-1), PassphraseSource.none());
        assertFault(then.ensure(plan), "pki-not-yet-valid", "pki/one/ca-cert.pem");
    }

    @Test
    void a_key_of_another_certificate_is_refused() throws IOException {
        copy("pki/private/two/ca-key.pem", "pki/private/one/ca-key.pem");
        assertFault(verify(), "pki-key-mismatch", "pki/private/one/ca-key.pem");
    }

    @Test
    void a_root_key_of_another_certificate_signs_nothing() throws IOException {
        copy("pki/private/two/ca-key.pem", "pki/private/root-key.pem");
        assertFault(tree.ensure(bigger), "pki-key-mismatch", "pki/private/root-key.pem");
    }

    @Test
    void a_truncated_certificate_is_refused() throws IOException {
        truncate("pki/one/ca-cert.pem");
        assertFault(tree.ensure(plan), "pki-truncated", "pki/one/ca-cert.pem");
    }

    @Test
    void a_certificate_that_lacks_a_line_is_refused() throws IOException {
        Path file = tree.file("pki/one/ca-cert.pem");
        String[] lines = Files.readString(file).split("\n");
        lines[4] = "";
        Files.writeString(file, String.join("\n", lines) + "\n");
        assertFault(tree.ensure(plan), "pki-truncated", "pki/one/ca-cert.pem");
    }

    @Test
    void a_truncated_key_is_refused() throws IOException {
        truncate("pki/private/root-key.pem");
        assertFault(tree.ensure(bigger), "pki-truncated", "pki/private/root-key.pem");
    }

    @Test
    void an_empty_certificate_is_refused() throws IOException {
        Files.writeString(tree.file("pki/root-cert.pem"), "");
        assertFault(tree.ensure(plan), "pki-malformed", "pki/root-cert.pem");
    }

    @Test
    void a_private_key_among_the_certificates_is_refused() throws IOException {
        copy("pki/private/one/ca-key.pem", "pki/one/cert-chain.pem");
        assertFault(tree.ensure(plan), "pki-key-in-public-file", "pki/one/cert-chain.pem");
    }

    @Test
    void an_encrypted_root_key_needs_its_passphrase() throws IOException {
        Path other = folder.resolve("other");
        CertificatePlan encrypted = PkiTree.encrypted(PkiTree.plan("one"));
        PkiTree.in(other).made(encrypted);
        PkiTree none = PkiTree.in(other, Clock.systemUTC(), PassphraseSource.none());
        assertFault(none.ensure(PkiTree.encrypted(bigger)), "pki-passphrase-missing", "other/pki/private/root-key.pem");
        Outcome<?> verified =
                none.authority(PkiTree.encrypted(PkiTree.plan("one"))).verify();
        assertThat(verified.value()).isPresent();
        assertThat(PkiTree.rules(verified)).containsExactly("pki-passphrase-missing");
        PkiTree wrong = PkiTree.in(
                other, Clock.systemUTC(), (file, fresh) -> Optional.of(Passphrase.of("wrong horse".toCharArray())));
        assertFault(wrong.ensure(PkiTree.encrypted(bigger)), "pki-passphrase-wrong", "other/pki/private/root-key.pem");
        assertThat(other.resolve("pki/three")).doesNotExist();
    }

    @Test
    void a_new_root_needs_a_passphrase_that_is_long_enough() {
        Path other = folder.resolve("other");
        CertificatePlan encrypted = PkiTree.encrypted(PkiTree.plan("one"));
        PkiTree none = PkiTree.in(other, Clock.systemUTC(), PassphraseSource.none());
        assertFault(none.ensure(encrypted), "pki-passphrase-missing", "other/pki/private/root-key.pem");
        PkiTree weak = PkiTree.in(
                other, Clock.systemUTC(), (file, fresh) -> Optional.of(Passphrase.of("short".toCharArray())));
        assertFault(weak.ensure(encrypted), "pki-passphrase-short", "other/pki/private/root-key.pem");
        assertThat(other.resolve("pki/private/one")).doesNotExist();
    }

    @Test
    void an_encrypted_key_of_a_cluster_is_refused() throws IOException {
        OpenSsl.assume();
        Path key = tree.file("pki/private/one/ca-key.pem");
        String pem = OpenSsl.run("pkcs8", "-topk8", "-in", key, "-v2", "aes-256-cbc", "-passout", "pass:x");
        Files.writeString(key, pem);
        assertFault(verify(), "pki-key-encrypted", "pki/private/one/ca-key.pem");
    }

    @Test
    void a_key_of_an_unknown_algorithm_is_refused() throws Exception {
        byte[] ed25519 = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String base64 = Base64.getEncoder().encodeToString(ed25519);
        Files.writeString(
                tree.file("pki/private/root-key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        assertFault(tree.ensure(bigger), "pki-algorithm", "pki/private/root-key.pem");
    }

    @Test
    void a_certificate_with_a_weak_key_is_refused() throws Exception {
        OpenSsl.assume();
        Path key = folder.resolve("weak.key");
        OpenSsl.run(
                "req",
                "-x509",
                "-newkey",
                "rsa:1024",
                "-nodes",
                "-subj",
                "/O=contoso/CN=Root CA",
                "-keyout",
                key,
                "-out",
                tree.file("pki/root-cert.pem"));
        assertFault(tree.ensure(plan), "pki-algorithm", "pki/root-cert.pem");
    }

    @Test
    void another_algorithm_than_specified_is_only_a_warning() {
        Outcome<?> outcome = tree.ensure(PkiTree.plan(KeyAlgorithm.ECDSA_P384, "one", "two"));
        assertThat(outcome.value()).isPresent();
        assertThat(PkiTree.rules(outcome)).containsExactly("pki-differs");
    }

    @Test
    void a_symlinked_key_certificate_or_folder_is_refused() throws IOException {
        symlink("pki/private/one/ca-key.pem");
        assertFault(tree.ensure(plan), "pki-symlink", "pki/private/one/ca-key.pem");
        symlink("pki/one/ca-cert.pem");
        assertFault(tree.ensure(plan), "pki-symlink", "pki/one/ca-cert.pem");
        symlink("pki/two");
        assertFault(tree.ensure(plan), "pki-symlink", "pki/two");
    }

    @Test
    void a_dangling_symlink_is_never_written_through() throws IOException {
        Path outside = folder.resolve("outside");
        Files.createSymbolicLink(tree.file("pki/three"), outside);
        assertFault(tree.ensure(bigger), "pki-symlink", "pki/three");
        assertThat(outside).doesNotExist();
        Files.delete(tree.file("pki/three"));
    }

    @Test
    void a_world_readable_key_is_refused() throws IOException {
        mode("pki/private/one/ca-key.pem", "rw-r--r--");
        assertFault(tree.ensure(plan), "pki-key-mode", "pki/private/one/ca-key.pem");
        assertFault(verify(), "pki-key-mode", "pki/private/one/ca-key.pem");
    }

    @Test
    void a_world_readable_folder_of_keys_is_refused() throws IOException {
        mode("pki/private", "rwxr-xr-x");
        assertFault(tree.ensure(plan), "pki-folder-mode", "pki/private");
    }

    @Test
    void an_unwritable_folder_is_named() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "in the way");
        Outcome<?> outcome = PkiTree.in(file).ensure(plan);
        assertThat(PkiTree.rules(outcome)).containsExactly("pki-io");
    }

    @Test
    void a_copied_folder_of_another_cluster_is_refused() throws IOException {
        for (String name : new String[] {"ca-cert.pem", "cert-chain.pem"}) {
            copy("pki/two/" + name, "pki/one/" + name);
        }
        assertThat(PkiTree.rules(tree.ensure(plan))).contains("pki-shared-key", "pki-differs");
    }

    @Test
    void certificates_of_another_root_are_refused() throws IOException {
        Path other = folder.resolve("other");
        PkiTree.in(other).made(plan);
        copy("other/pki/one/ca-cert.pem", "pki/one/ca-cert.pem");
        copy("other/pki/one/cert-chain.pem", "pki/one/cert-chain.pem");
        assertFault(tree.ensure(plan), "pki-chain", "pki/one/cert-chain.pem");
        copy("other/pki/two/root-cert.pem", "pki/two/root-cert.pem");
        assertThat(PkiTree.rules(tree.ensure(plan))).contains("pki-root-mismatch");
    }

    @Test
    void a_certificate_for_another_host_is_refused() {
        CertificatePlan moved = new CertificatePlan(
                plan.certificates().stream()
                        .map(each -> each.role() == PlannedCertificate.Role.SERVER
                                ? new PlannedCertificate(
                                        each.role(),
                                        each.name(),
                                        each.algorithm(),
                                        each.organization(),
                                        java.util.List.of("moved.example"),
                                        each.validityDays())
                                : each)
                        .toList(),
                plan.rootKey());
        assertThat(PkiTree.rules(tree.ensure(moved))).contains("pki-san");
        PkiTree.value(tree.authority(moved).rotateServer("echo"));
        PkiTree.value(tree.ensure(moved));
    }

    private Outcome<VerificationReport> verify() {
        return tree.authority(plan).verify();
    }

    private PkiTree at(Duration fromNow, PassphraseSource passphrases) {
        return PkiTree.in(folder, Clock.fixed(Instant.now().plus(fromNow), ZoneOffset.UTC), passphrases);
    }

    private void assertFault(Outcome<?> outcome, String rule, String file) {
        Optional<Diagnostic> found = outcome.diagnostics().stream()
                .filter(each -> each.rule().value().equals(rule))
                .filter(each -> each.span().file().equals(folder.resolve(file).toString()))
                .findFirst();
        assertThat(found).as("%s", outcome.diagnostics()).isPresent();
        assertThat(found.get().isError()).isTrue();
        assertThat(found.get().message()).contains(file).endsWith(".");
        assertThat(found.get().hint()).isPresent();
        assertThat(outcome.value()).isEmpty();
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(
                tree.file(from),
                tree.file(to),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void truncate(String file) throws IOException {
        String text = Files.readString(tree.file(file));
        Files.writeString(tree.file(file), text.substring(0, text.length() / 2));
    }

    private void symlink(String file) throws IOException {
        Path moved = folder.resolve("moved-" + file.replace('/', '-'));
        Files.move(tree.file(file), moved);
        Files.createSymbolicLink(tree.file(file), moved);
    }

    private void mode(String file, String mode) throws IOException {
        Files.setPosixFilePermissions(tree.file(file), PosixFilePermissions.fromString(mode));
    }
}
