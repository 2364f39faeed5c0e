package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.pki.x509.TrustedRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A root that somebody appends to the mesh's own is found, in a rotation and outside of one. */
class ExtraRootTest {
    @TempDir
    Path folder;

    private final CertificatePlan plan = PkiTree.plan("one", "two");
    private PkiTree tree;
    private PkiTree stranger;

    @BeforeEach
    void makeTrees() {
        tree = PkiTree.in(folder.resolve("tree"));
        tree.made(plan);
        stranger = PkiTree.in(folder.resolve("stranger"));
        stranger.made(plan);
    }

    @Test
    void a_second_root_is_refused_although_every_file_has_it() throws IOException {
        appendEverywhere();
        assertExtra(tree.ensure(plan));
        assertExtra(tree.authority(plan).verify());
        assertExtra(tree.authority(plan).rotateRoot(RootPhase.TRUST_BOTH));
    }

    @Test
    void a_root_that_is_there_twice_is_refused() throws IOException {
        appendEverywhere(Files.readAllBytes(tree.file("pki/root-cert.pem")));
        assertThat(PkiTree.rules(tree.ensure(plan))).containsExactly("pki-extra-root");
    }

    @ParameterizedTest
    @EnumSource(RootPhase.class)
    void a_rotation_knows_its_own_roots_and_no_other(RootPhase last) throws IOException {
        for (RootPhase phase : RootPhase.values()) {
            if (phase.compareTo(last) <= 0) {
                PkiTree.value(tree.authority(plan).rotateRoot(phase));
            }
        }
        PkiTree.value(tree.authority(plan).verify());
        tree.made(plan);
        appendEverywhere();
        assertExtra(tree.ensure(plan));
        assertExtra(tree.authority(plan).verify());
    }

    @Test
    void a_root_that_a_rotation_has_replaced_does_not_come_back() throws IOException {
        TrustedRoot old = onlyRoot(tree);
        byte[] certificate = Files.readAllBytes(tree.file("pki/root-cert.pem"));
        for (RootPhase phase : RootPhase.values()) {
            PkiTree.value(tree.authority(plan).rotateRoot(phase));
        }
        appendEverywhere(certificate);

        assertExtra(tree.ensure(plan), old);
        assertExtra(tree.authority(plan).verify(), old);
    }

    @Test
    void a_verification_names_the_roots() {
        assertThat(PkiTree.value(tree.authority(plan).verify()).roots())
                .singleElement()
                .satisfies(root -> {
                    assertThat(root.sha256()).matches("[0-9a-f]{64}");
                    assertThat(root.subject()).isEqualTo("CN=Root CA,O=contoso");
                });
    }

    @Test
    void a_key_that_others_could_read_is_answered_by_a_new_root() throws IOException {
        Files.setPosixFilePermissions(
                tree.file("pki/private/one/ca-key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(tree.ensure(plan).diagnostics())
                .singleElement()
                .satisfies(found ->
                        assertThat(found.hint().orElseThrow()).contains("rotate the root at once", "A key was stolen"));
        assertThat(Files.readString(Path.of("docs/certificates.md"))).contains("\n## A key was stolen\n");
    }

    private void appendEverywhere() throws IOException {
        appendEverywhere(Files.readAllBytes(stranger.file("pki/root-cert.pem")));
    }

    private void appendEverywhere(byte[] root) throws IOException {
        for (String file : new String[] {"pki/root-cert.pem", "pki/one/root-cert.pem", "pki/two/root-cert.pem"}) {
            Files.write(tree.file(file), root, StandardOpenOption.APPEND);
        }
    }

    private TrustedRoot onlyRoot(PkiTree of) {
        return PkiTree.value(of.authority(plan).verify()).roots().get(0);
    }

    private void assertExtra(Outcome<?> outcome) {
        assertExtra(outcome, onlyRoot(stranger));
    }

    private static void assertExtra(Outcome<?> outcome, TrustedRoot foreign) {
        assertThat(outcome.value()).isEmpty();
        assertThat(outcome.diagnostics())
                .filteredOn(each -> each.rule().value().equals("pki-extra-root"))
                .singleElement()
                .extracting(Diagnostic::message)
                .asString()
                .contains("root-cert.pem", foreign.sha256(), foreign.subject());
    }
}
