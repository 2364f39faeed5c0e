package dev.meshgen.pki.x509;

import dev.meshgen.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a certificate leads to a trusted root, each certificate signed by the next and within its
 * time.
 */
public final class TrustChain {
    private TrustChain() {}

    /**
     * What is wrong with a chain.
     *
     * @param chain the certificate first; roots at its end are ignored, since only the trusted ones
     *     count
     */
    public static List<Diagnostic> check(Path file, List<X509Certificate> chain, List<X509Certificate> roots) {
        List<X509Certificate> path =
                chain.stream().filter(each -> !isSelfSigned(each)).toList();
        if (path.isEmpty()) {
            return List.of(broken(file, "contains only self-signed certificates"));
        }
        Optional<String> fault = fault(path, roots);
        if (fault.isPresent()) {
            return List.of(broken(file, "doesn't lead to a trusted root: " + fault.get()));
        }
        List<X509Certificate> whole = new ArrayList<>(path);
        issuer(path.get(path.size() - 1), roots).ifPresent(whole::add);
        List<Diagnostic> found = new ArrayList<>();
        for (int i = 0; i + 1 < whole.size(); i++) {
            within(file, whole.get(i), whole.get(i + 1)).ifPresent(found::add);
        }
        return found;
    }

    public static Optional<X509Certificate> issuer(X509Certificate certificate, List<X509Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> isSignedBy(certificate, candidate))
                .findFirst();
    }

    public static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && isSignedBy(certificate, certificate);
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Optional<String> fault(List<X509Certificate> path, List<X509Certificate> roots) {
        if (roots.isEmpty()) {
            return Optional.of("there is none");
        }
        try {
            PKIXParameters parameters = new PKIXParameters(
                    roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            // Expiry is reported for each file by name; here every certificate is checked at a time
            // when it was valid.
            parameters.setDate(path.stream()
                    .map(X509Certificate::getNotBefore)
                    .max(Comparator.naturalOrder())
                    .orElseGet(Date::new));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (CertificateException | InvalidAlgorithmParameterException | NoSuchAlgorithmException e) {
            return Optional.of(e.toString());
        }
    }

    private static Optional<Diagnostic> within(Path file, X509Certificate certificate, X509Certificate issuer) {
        boolean early = certificate.getNotBefore().before(issuer.getNotBefore());
        if (!early && !certificate.getNotAfter().after(issuer.getNotAfter())) {
            return Optional.empty();
        }
        return Optional.of(Diagnostic.error(
                "pki-outlives-issuer",
                file,
                early
                        ? "A certificate in `" + file + "` is valid before its issuer is."
                        : "A certificate in `" + file + "` is valid until "
                                + certificate.getNotAfter().toInstant()
                                + ", and its issuer only until "
                                + issuer.getNotAfter().toInstant() + ".",
                "Replace the certificate: everything under it fails at once when the issuer expires."));
    }

    private static Diagnostic broken(Path file, String fact) {
        return Diagnostic.error(
                "pki-chain",
                file,
                "Chain `" + file + "` " + fact + ".",
                "Restore the file from version control, or replace the certificate with `meshgen ca rotate`.");
    }
}
