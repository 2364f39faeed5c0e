package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.pki.x509.CertificatePem;
import dev.meshgen.pki.x509.SigningKey;
import dev.meshgen.pki.x509.TrustChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootRotationTest {
    private static final List<String> CLUSTERS = List.of("one", "three", "two");

    @TempDir
    Path folder;

    /** What a workload of a cluster presents, and the time it was issued. */
    private record Workload(String cluster, List<X509Certificate> chain) {}

    private PkiTree tree;
    private final CertificatePlan plan = PkiTree.plan("one", "two", "three");

    @Test
    void at_each_step_every_workload_is_trusted_in_every_cluster() throws Exception {
        tree = PkiTree.in(folder);
        tree.made(plan);
        List<Workload> before = workloads();
        Map<String, List<X509Certificate>> bundlesBefore = bundles();
        assertTrusted(before, bundlesBefore);
        for (RootPhase phase : RootPhase.values()) {
            PkiTree.value(tree.authority(plan).rotateRoot(phase));
            List<Workload> after = workloads();
            Map<String, List<X509Certificate>> bundlesAfter = bundles();
            assertTrusted(after, bundlesAfter);
            // While a step is rolled out, some clusters have run it and some haven't, and old
            // certificates live on.
            assertTrusted(after, bundlesBefore);
            assertTrusted(before, bundlesAfter);
            assertOpenSslAgrees();
            PkiTree.value(tree.authority(plan).verify());
            tree.assertModes();
            Map<String, String> snapshot = tree.snapshot();
            assertThat(tree.made(plan)).contains("pki/rotation.json");
            assertThat(tree.snapshot()).isEqualTo(snapshot);
            before = after;
            bundlesBefore = bundlesAfter;
        }
        assertThat(bundlesBefore.get("one")).hasSize(1);
        assertThat(tree.file("pki/private/staged")).doesNotExist();
        assertThat(tree.file("pki/staged")).doesNotExist();
        assertThat(tree.file("pki/private/retired/1-root-key.pem")).exists();
    }

    @Test
    void no_step_can_be_skipped_repeated_or_mixed_with_another_rotation() {
        tree = PkiTree.in(folder);
        tree.made(plan);
        Authority authority = tree.authority(plan);
        assertRefused(authority.rotateRoot(RootPhase.NEW_INTERMEDIATES));
        assertRefused(authority.rotateRoot(RootPhase.NEW_ONLY));
        PkiTree.value(authority.rotateRoot(RootPhase.TRUST_BOTH));
        assertRefused(authority.rotateRoot(RootPhase.TRUST_BOTH));
        assertRefused(authority.rotateRoot(RootPhase.NEW_ONLY));
        assertRefused(tree.authority(plan).rotateIntermediate("one"));
        assertRefused(tree.authority(plan).request("one"));
        assertThat(tree.nextStep(plan)).isEqualTo(RootPhase.NEW_INTERMEDIATES);
        PkiTree.value(authority.rotateRoot(RootPhase.NEW_INTERMEDIATES));
        assertRefused(authority.rotateRoot(RootPhase.TRUST_BOTH));
        PkiTree.value(authority.rotateRoot(RootPhase.NEW_ONLY));
        assertRefused(authority.rotateRoot(RootPhase.NEW_ONLY));
        PkiTree.value(tree.authority(plan).rotateIntermediate("one"));
        PkiTree.value(authority.rotateRoot(RootPhase.TRUST_BOTH));
    }

    @Test
    void a_cluster_that_is_added_between_the_steps_trusts_and_is_trusted() throws Exception {
        tree = PkiTree.in(folder);
        CertificatePlan small = PkiTree.plan("one", "two");
        tree.made(small);
        PkiTree.value(tree.authority(small).rotateRoot(RootPhase.TRUST_BOTH));
        tree.made(plan);
        assertTrusted(workloads(), bundles());
        PkiTree.value(tree.authority(plan).rotateRoot(RootPhase.NEW_INTERMEDIATES));
        assertTrusted(workloads(), bundles());
    }

    @Test
    void a_state_that_the_roots_contradict_is_refused() throws IOException {
        tree = PkiTree.in(folder);
        tree.made(plan);
        PkiTree.value(tree.authority(plan).rotateRoot(RootPhase.TRUST_BOTH));
        Path state = tree.file("pki/rotation.json");
        Files.writeString(state, Files.readString(state).replace("trust-both", "new-intermediates"));
        var refused = tree.authority(plan).rotateRoot(RootPhase.NEW_ONLY);
        assertThat(PkiTree.rules(refused)).containsExactly("pki-rotation-state");
        assertThat(PkiTree.rules(tree.authority(plan).verify())).containsExactly("pki-rotation-state");
    }

    @Test
    void an_encrypted_root_is_followed_by_an_encrypted_one() {
        tree = PkiTree.in(folder);
        CertificatePlan encrypted = PkiTree.encrypted(PkiTree.plan("one"));
        tree.made(encrypted);
        for (RootPhase phase : RootPhase.values()) {
            PkiTree.value(tree.authority(encrypted).rotateRoot(phase));
        }
        assertThat(tree.file("pki/private/root-key.pem")).content().contains("ENCRYPTED");
        PkiTree.value(tree.authority(encrypted).verify());
    }

    private static void assertRefused(dev.meshgen.diagnostic.Outcome<?> outcome) {
        assertThat(PkiTree.rules(outcome)).containsExactly("pki-rotation-order");
    }

    private List<Workload> workloads() throws Exception {
        List<Workload> made = new ArrayList<>();
        Path pki = tree.file("pki");
        for (String cluster : CLUSTERS) {
            if (!Files.exists(pki.resolve(cluster))) {
                continue;
            }
            List<X509Certificate> chain =
                    PkiTree.value(new PublicFiles(pki).certificates(pki.resolve(cluster + "/cert-chain.pem")));
            SigningKey authority = PkiTree.value(
                    tree.environment().keyFiles().read(tree.file("pki/private/" + cluster + "/ca-key.pem")));
            PlannedCertificate planned = new PlannedCertificate(
                    PlannedCertificate.Role.SERVER,
                    "workload",
                    KeyAlgorithm.ECDSA_P256,
                    "contoso",
                    List.of("workload.example.svc"),
                    1);
            X509Certificate workload = tree.environment()
                    .issuer()
                    .issued(
                            planned,
                            SigningKey.generate(
                                            KeyAlgorithm.ECDSA_P256,
                                            tree.environment().random())
                                    .publicKey(),
                            chain.get(0),
                            authority);
            made.add(new Workload(cluster, List.of(workload, chain.get(0))));
        }
        return made;
    }

    private Map<String, List<X509Certificate>> bundles() throws Exception {
        Map<String, List<X509Certificate>> bundles = new LinkedHashMap<>();
        Path pki = tree.file("pki");
        for (String cluster : CLUSTERS) {
            bundles.put(
                    cluster, PkiTree.value(new PublicFiles(pki).certificates(pki.resolve(cluster + "/root-cert.pem"))));
        }
        return bundles;
    }

    private static void assertTrusted(List<Workload> workloads, Map<String, List<X509Certificate>> bundles) {
        for (Workload workload : workloads) {
            bundles.forEach((cluster, roots) -> assertThat(
                            TrustChain.check(Path.of(workload.cluster()), workload.chain(), Path.of("roots"), roots))
                    .as("workload of %s in %s", workload.cluster(), cluster)
                    .isEmpty());
        }
    }

    private void assertOpenSslAgrees() throws Exception {
        OpenSsl.assume();
        for (Workload workload : workloads()) {
            Path file = folder.resolve("workload.pem");
            Files.write(file, CertificatePem.write(workload.chain()));
            for (String cluster : CLUSTERS) {
                OpenSsl.verify(tree.file("pki/" + cluster + "/root-cert.pem"), file, file);
            }
            Files.delete(file);
        }
    }
}
