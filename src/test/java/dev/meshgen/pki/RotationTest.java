package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.files.PassphraseSource;
import dev.meshgen.pki.plan.CertificatePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    @TempDir
    Path folder;

    private final CertificatePlan plan = PkiTree.plan("one", "two");

    @Test
    void an_intermediate_is_replaced_and_its_old_key_kept() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(plan);
        Map<String, String> before = tree.snapshot();
        byte[] oldKey = Files.readAllBytes(tree.file("pki/private/one/ca-key.pem"));
        PkiTree.value(tree.authority(plan).rotateIntermediate("one"));
        assertThat(changed(before, tree.snapshot()))
                .containsExactly(
                        "pki/one/ca-cert.pem",
                        "pki/one/cert-chain.pem",
                        "pki/one/root-cert.pem",
                        "pki/private/one/ca-key.pem",
                        "pki/private/retired/one/1-ca-key.pem");
        assertThat(tree.file("pki/private/retired/one/1-ca-key.pem")).hasBinaryContent(oldKey);
        PkiTree.value(tree.authority(plan).verify());
        tree.assertModes();
    }

    @Test
    void the_ingress_intermediate_takes_its_server_certificates_along() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(plan);
        Map<String, String> before = tree.snapshot();
        PkiTree.value(tree.authority(plan).rotateIntermediate("ingress"));
        assertThat(changed(before, tree.snapshot()))
                .contains("pki/ingress/ca-cert.pem", "pki/applications/echo/tls.crt")
                .doesNotContain("pki/one/ca-cert.pem");
        PkiTree.value(tree.authority(plan).verify());
    }

    @Test
    void a_server_certificate_that_has_expired_is_replaced() throws IOException {
        PkiTree.in(folder).made(plan);
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(400)), ZoneOffset.UTC);
        PkiTree tree = PkiTree.in(folder, later, PassphraseSource.none());
        assertThat(PkiTree.rules(tree.authority(plan).verify())).containsExactly("pki-expired");
        PkiTree.value(tree.authority(plan).rotateServer("echo"));
        PkiTree.value(tree.authority(plan).verify());
    }

    @Test
    void what_was_never_made_is_made() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiTree.plan("one"));
        Map<String, String> before = tree.snapshot();

        PkiTree.value(tree.authority(plan).rotateIntermediate("two"));

        assertThat(tree.snapshot()).containsAllEntriesOf(before).containsKey("pki/two/cert-chain.pem");
        PkiTree.value(tree.authority(plan).verify());
    }

    @Test
    void an_unknown_name_is_refused_with_the_known_ones() {
        PkiTree tree = PkiTree.in(folder);
        tree.made(plan);
        var refused = tree.authority(plan).rotateIntermediate("three");
        assertThat(PkiTree.rules(refused)).containsExactly("pki-unknown-name");
        assertThat(refused.diagnostics().get(0).hint()).contains("Name one of `one`, `two`, `ingress`.");
    }

    @Test
    void a_step_that_was_begun_keeps_others_away() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(plan);
        Files.createDirectories(tree.file("pki/staged"));
        Files.writeString(tree.file("pki/staged/step"), "rotate intermediate two");
        var refused = tree.authority(plan).rotateIntermediate("one");
        assertThat(PkiTree.rules(refused)).containsExactly("pki-step-unfinished");
        PkiTree.value(tree.authority(plan).rotateIntermediate("two"));
        PkiTree.value(tree.authority(plan).rotateIntermediate("one"));
    }

    private static Set<String> changed(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> before.getOrDefault(name, "").equals(after.getOrDefault(name, "")));
        return names;
    }
}
