package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.pki.PlannedCertificate.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Verifies a folder with the four files that istiod takes as its signing authority, whoever has made them. */
public final class BundleVerification {
    private static final List<String> FILES = List.of("ca-cert.pem", "ca-key.pem", "cert-chain.pem", "root-cert.pem");

    private final PkiEnvironment environment;

    /** @param environment its folders are left out of account */
    public BundleVerification(PkiEnvironment environment) {
        this.environment = environment;
    }

    public Outcome<VerificationReport> verify(Path folder) {
        return PkiFailure.asOutcome(folder, () -> {
            List<Diagnostic> missing = FILES.stream()
                    .map(folder::resolve)
                    .filter(file -> !Files.exists(file))
                    .map(file -> Finding.error(
                            "pki-bundle-incomplete",
                            file,
                            "`" + file + "` is missing.",
                            "Give istiod all four of `" + String.join("`, `", FILES)
                                    + "`: with some of them it doesn't start, and with none it signs for itself."))
                    .toList();
            if (!missing.isEmpty()) {
                return Outcome.of(new VerificationReport(List.of(), List.of(), List.of()), missing);
            }
            return compare(folder);
        });
    }

    private Outcome<VerificationReport> compare(Path folder) throws IOException, PkiFailure {
        Path certificateFile = folder.resolve("ca-cert.pem");
        Path chainFile = folder.resolve("cert-chain.pem");
        Path rootFile = folder.resolve("root-cert.pem");
        X509Certificate certificate =
                CertificateFile.read(folder, certificateFile).get(0);
        List<X509Certificate> chain = CertificateFile.read(folder, chainFile);
        List<X509Certificate> roots = CertificateFile.read(folder, rootFile);
        List<Diagnostic> found = new ArrayList<>();
        CertificateFacts facts = new CertificateFacts(environment.clock().instant(), Severity.ERROR);
        PlannedCertificate stranger = like(certificate);
        facts.check(stranger, certificateFile, certificate).stream()
                .filter(each -> !each.rule().value().equals("pki-differs"))
                .forEach(found::add);
        if (!certificate.equals(chain.get(0))) {
            found.add(Finding.error(
                    "pki-chain",
                    chainFile,
                    "Chain `" + chainFile + "` doesn't start with certificate `" + certificateFile + "`.",
                    "Write the intermediate first, then each issuer up to the root."));
        }
        found.addAll(TrustChain.check(chainFile, chain, roots));
        Path keyFile = folder.resolve("ca-key.pem");
        requireKey(folder, keyFile, certificateFile, certificate);
        return Outcome.of(
                new VerificationReport(List.of(certificateFile, chainFile, rootFile), List.of(keyFile), List.of()),
                found);
    }

    private void requireKey(Path folder, Path file, Path certificateFile, X509Certificate certificate)
            throws IOException, PkiFailure {
        if (KeyFiles.isEncrypted(folder, file)) {
            throw new PkiFailure(Verification.encryptedForIstio(file));
        }
        if (!KeyFiles.of(folder, environment).read(file).matches(certificate)) {
            throw KeyMatch.mismatch(file, certificateFile);
        }
    }

    /** A bundle made elsewhere is measured by what Istio needs; its names and algorithm are its maker's choice. */
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
