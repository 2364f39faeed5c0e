package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.verify.CertificateFacts;
import dev.meshgen.pki.x509.CertificateRequest;
import dev.meshgen.pki.x509.TrustChain;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    List<X509Certificate> roots() {
        return given.stream().filter(TrustChain::isSelfSigned).toList();
    }

    /** From the certificate up to one of the roots. */
    List<X509Certificate> chain(List<X509Certificate> roots) {
        List<X509Certificate> chain = new ArrayList<>(
                given.stream().filter(each -> !TrustChain.isSelfSigned(each)).toList());
        TrustChain.issuer(chain.get(chain.size() - 1), roots).ifPresent(chain::add);
        return chain;
    }

    /** The request, if the certificate answers it. */
    Outcome<CertificateRequest> requireFor(CertificateRequest request) {
        return request.isFor(certificate().getPublicKey())
                ? Outcome.of(request)
                : Outcome.failure(Diagnostic.error(
                        "pki-key-mismatch",
                        file,
                        "The first certificate of `" + file + "` isn't for the key of request `" + requestFile() + "`.",
                        "Put the intermediate's own certificate first, signed from exactly this request."));
    }

    /** The roots, if the certificate is what was planned and leads to one of them. */
    Outcome<List<X509Certificate>> examine(List<X509Certificate> roots, Instant now) {
        List<Diagnostic> found =
                new ArrayList<>(new CertificateFacts(now, Severity.ERROR).check(planned, file, certificate()));
        found.addAll(TrustChain.check(file, given, roots));
        return Outcome.of(roots, found);
    }
}
