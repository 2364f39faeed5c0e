package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.verify.CertificateFacts;
import dev.meshgen.pki.x509.CertificatePem;
import dev.meshgen.pki.x509.CertificateRequest;
import dev.meshgen.pki.x509.TrustChain;
import dev.meshgen.pki.x509.TrustedRoot;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What comes back for a request.
 *
 * @param file where it was given
 * @param given the certificate first, then the authorities above it
 */
record SignedAnswer(PlannedCertificate planned, Layout layout, Path file, List<X509Certificate> given) {
    SignedAnswer {
        given = List.copyOf(given);
    }

    Path requestFile() {
        return layout.publicFile(planned, planned.requestFile());
    }

    X509Certificate certificate() {
        return given.get(0);
    }

    /** The root above the certificate, if it was given and no other came with it. */
    Outcome<List<X509Certificate>> requireOneRoot() {
        List<X509Certificate> roots =
                given.stream().filter(TrustChain::isSelfSigned).distinct().toList();
        return roots.size() < 2
                ? Outcome.of(roots)
                : Outcome.failure(Diagnostic.error(
                        "pki-extra-root",
                        file,
                        "`" + file + "` contains " + roots.size() + " roots: `"
                                + TrustedRoot.of(roots).stream()
                                        .map(TrustedRoot::toString)
                                        .collect(Collectors.joining("`, `"))
                                + "`.",
                        "Leave only the root that the certificate leads to: every proxy would trust the others too."));
    }

    /** From the certificate up to one of the roots. */
    List<X509Certificate> chain(List<X509Certificate> roots) {
        List<X509Certificate> chain = new ArrayList<>(
                given.stream().filter(each -> !TrustChain.isSelfSigned(each)).toList());
        TrustChain.issuer(chain.get(chain.size() - 1), roots).ifPresent(chain::add);
        return chain;
    }

    /**
     * Writes everything that comes with the certificate, which is last: while it is missing, the
     * request waits, and the same import can run again.
     */
    Outcome<List<X509Certificate>> write(PublicFiles files, List<X509Certificate> chain, List<X509Certificate> roots) {
        return files.writeOnce(layout.publicFile(planned, planned.chainFile()), chain)
                .then(written -> planned.publicFiles().contains(planned.rootCopyFile())
                        ? files.writeOnce(layout.publicFile(planned, planned.rootCopyFile()), roots)
                        : Outcome.of(written))
                .then(written -> files.writeOnce(layout.certificate(planned), List.of(certificate())))
                .map(written -> roots);
    }

    /** The request, if the certificate answers it. */
    Outcome<CertificateRequest> requireFor(CertificateRequest request) {
        return request.isFor(certificate().getPublicKey())
                ? Outcome.of(request)
                : Outcome.failure(Diagnostic.error(
                                "pki-key-mismatch",
                                file,
                                "The first certificate of `" + file + "` isn't for the key of request `" + requestFile()
                                        + "`.",
                                "Put the intermediate's own certificate first, signed from exactly this request.")
                        .withNote(
                                SourceSpan.wholeFile(file.toString()),
                                "this is for the public key with SHA-256 `"
                                        + CertificatePem.fingerprint(
                                                certificate().getPublicKey()) + "`.")
                        .withNote(
                                SourceSpan.wholeFile(requestFile().toString()),
                                "this asks for the public key with SHA-256 `" + request.keyFingerprint() + "`."));
    }

    private Diagnostic noRoot() {
        return Diagnostic.error(
                "pki-chain",
                file,
                "`" + file + "` contains no root, and the tree doesn't have one yet.",
                "Append the issuers' certificates up to the root, as by `cat root.pem >> " + file + "`.");
    }

    /** The roots, if the certificate is what was planned and leads to one of them. */
    Outcome<List<X509Certificate>> examine(Path rootFile, List<X509Certificate> roots, Instant now) {
        if (roots.isEmpty()) {
            return Outcome.failure(noRoot());
        }
        List<Diagnostic> found =
                new ArrayList<>(new CertificateFacts(now, Severity.ERROR).check(planned, file, certificate()));
        found.addAll(TrustChain.check(file, given, rootFile, roots));
        return Outcome.of(roots, found);
    }
}
