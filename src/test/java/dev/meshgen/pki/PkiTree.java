package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.files.PassphraseSource;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.plan.RootKey;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.pki.x509.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An output tree with a certificate authority in it. */
record PkiTree(Path folder, PkiEnvironment environment) {
    static final Passphrase PASSPHRASE = Passphrase.of("correct horse battery".toCharArray());

    static PkiTree in(Path folder) {
        return in(folder, Clock.systemUTC(), (file, fresh) -> Optional.of(PASSPHRASE));
    }

    static PkiTree in(Path folder, Clock clock, PassphraseSource passphrases) {
        return new PkiTree(
                folder,
                new PkiEnvironment(
                        PkiFolders.in(folder, Optional.empty()),
                        clock,
                        new SecureRandom(),
                        passphrases,
                        KeyProgress.silent()));
    }

    /**
     * Clusters, and one application served by TLS under {@code echo.example}; the root's key in the
     * clear.
     */
    static CertificatePlan plan(KeyAlgorithm algorithm, String... clusters) {
        List<PlannedCertificate> all = new ArrayList<>();
        all.add(new PlannedCertificate(Role.ROOT, "root", algorithm, "contoso", List.of(), 3650));
        for (String cluster : clusters) {
            List<String> names = List.of("istiod.istio-system.svc", "istiod-1-31-0.istio-system.svc");
            all.add(new PlannedCertificate(Role.CLUSTER, cluster, algorithm, "contoso", names, 730));
        }
        all.add(new PlannedCertificate(Role.INGRESS, "ingress", algorithm, "contoso", List.of(), 730));
        all.add(new PlannedCertificate(Role.SERVER, "echo", algorithm, "contoso", List.of("echo.example"), 365));
        return new CertificatePlan(all, RootKey.PLAIN);
    }

    static CertificatePlan plan(String... clusters) {
        return plan(KeyAlgorithm.ECDSA_P256, clusters);
    }

    /** The plan with an encrypted root key. */
    static CertificatePlan encrypted(CertificatePlan plan) {
        return new CertificatePlan(plan.certificates(), RootKey.ENCRYPTED);
    }

    Authority authority(CertificatePlan plan) {
        return new Authority(environment, plan);
    }

    /** The step of a root rotation that the tree is ready for. */
    RootPhase nextStep(CertificatePlan plan) {
        return value(authority(plan).status(Duration.ZERO))
                .rotation()
                .map(RootPhase::next)
                .orElse(RootPhase.TRUST_BOTH);
    }

    Outcome<List<String>> ensure(CertificatePlan plan) {
        return authority(plan).issue().map(Issued::files);
    }

    List<String> made(CertificatePlan plan) {
        Outcome<List<String>> outcome = ensure(plan);
        // The warning about a root in the clear has a test of its own.
        assertThat(rules(outcome)).isSubsetOf("pki-plain-root-key");
        return outcome.value().orElseThrow();
    }

    static <T> T value(Outcome<T> outcome) {
        assertThat(outcome.diagnostics()).isEmpty();
        return outcome.value().orElseThrow();
    }

    /** The rule ids of an outcome's errors and warnings. */
    static List<String> rules(Outcome<?> outcome) {
        return outcome.diagnostics().stream()
                .map(Diagnostic::rule)
                .map(Object::toString)
                .distinct()
                .toList();
    }

    Path file(String relative) {
        return folder.resolve(relative);
    }

    /** Every file with its time of change and content, the lock aside. */
    Map<String, String> snapshot() throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (Path file : files()) {
            all.put(
                    folder.relativize(file).toString(),
                    Files.getLastModifiedTime(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
        }
        return all;
    }

    List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    /** No private key and no folder of keys is open to another user. */
    void assertModes() throws IOException {
        Path keys = environment.folders().keysFolder();
        if (!Files.exists(keys)) {
            return;
        }
        try (Stream<Path> all = Files.walk(keys)) {
            for (Path each : all.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
                assertThat(mode).as("%s", each).isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
            }
        }
    }
}
