package dev.meshgen.pki.verify;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.files.KeyFiles;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.x509.SigningKey;
import dev.meshgen.pki.x509.TrustChain;
import dev.meshgen.pki.x509.TrustedRoot;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Verifies a folder with the four files that istiod reads as its signing authority, whoever has
 * made them.
 */
public final class BundleVerification {
    private static final List<String> FILES = List.of("ca-cert.pem", "ca-key.pem", "cert-chain.pem", "root-cert.pem");

    private final KeyFiles keys;
    private final PublicFiles files;
    private final CertificateFacts facts;
    private final Path certificateFile;
    private final Path chainFile;
    private final Path rootFile;
    private final Path keyFile;
    private final RevocationExamination revocation;

    /** The only one that istiod doesn't need. */
    private final Path listFile;

    public BundleVerification(Path folder, KeyFiles keys, Clock clock) {
        this.keys = keys.in(folder);
        this.files = new PublicFiles(folder);
        this.facts = new CertificateFacts(clock.instant(), Severity.ERROR);
        this.certificateFile = folder.resolve("ca-cert.pem");
        this.chainFile = folder.resolve("cert-chain.pem");
        this.rootFile = folder.resolve("root-cert.pem");
        this.keyFile = folder.resolve("ca-key.pem");
        this.revocation = new RevocationExamination(clock.instant());
        this.listFile = folder.resolve("ca-crl.pem");
    }

    public Outcome<VerificationReport> verify() {
        List<Path> certificates = List.of(certificateFile, chainFile, rootFile);
        return Outcome.of(certificates, missing())
                .then(whole -> Outcome.each(whole, files::certificates))
                .then(found -> Outcome.of(found, compare(found.get(0).get(0), found.get(1), found.get(2))))
                .then(found -> requireKey(found.get(0).get(0))
                        .map(key -> new VerificationReport(
                                certificates, List.of(keyFile), List.of(), TrustedRoot.of(found.get(2)))));
    }

    private List<Diagnostic> missing() {
        return Stream.of(certificateFile, keyFile, chainFile, rootFile)
                .filter(file -> !files.has(file))
                .map(file -> Diagnostic.error(
                        "pki-bundle-incomplete",
                        file,
                        "`" + file + "` is missing.",
                        "Give istiod all four of `" + String.join("`, `", FILES)
                                + "`: with only some of them it doesn't start, and with none it signs for itself."))
                .toList();
    }

    private List<Diagnostic> compare(
            X509Certificate certificate, List<X509Certificate> chain, List<X509Certificate> roots) {
        List<Diagnostic> found = new ArrayList<>();
        facts.check(like(certificate), certificateFile, certificate).stream()
                .filter(each -> !each.rule().value().equals("pki-differs"))
                .forEach(found::add);
        if (!certificate.equals(chain.get(0))) {
            found.add(Examination.mismatch(chainFile, chain.get(0), certificateFile, certificate));
        }
        found.addAll(TrustChain.check(chainFile, chain, rootFile, roots));
        if (files.has(listFile)) {
            found.addAll(files.revocationLists(listFile)
                    .then(lists -> Outcome.of(lists, revocation.examine(listFile, lists, chain)))
                    .diagnostics());
        }
        return found;
    }

    private Outcome<SigningKey> requireKey(X509Certificate certificate) {
        return keys.isEncrypted(keyFile)
                .then(encrypted ->
                        encrypted ? Outcome.failure(Verification.encryptedForIstio(keyFile)) : keys.read(keyFile))
                .then(key -> key.requireMatch(keyFile, certificate, certificateFile));
    }

    /**
     * A bundle made elsewhere is judged by what Istio needs; its names and algorithm are its
     * maker's choice.
     */
    private static PlannedCertificate like(X509Certificate certificate) {
        return new PlannedCertificate(
                Role.CLUSTER,
                "CLUSTER",
                KeyAlgorithm.RSA_4096,
                certificate.getSubjectX500Principal().getName(),
                List.of(),
                1);
    }
}
