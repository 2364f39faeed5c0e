package dev.meshgen.pki.x509;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a path of certificates doesn't lead to a trusted root, in words of our own. */
final class ChainFault {
    private static final Map<Reason, String> REASONS = Map.of(
            PKIXReason.NOT_CA_CERT, "signed a certificate and isn't an authority",
            PKIXReason.PATH_TOO_LONG, "is below more authorities than their path lengths allow",
            PKIXReason.INVALID_KEY_USAGE, "signed a certificate and has a key usage without `keyCertSign`",
            PKIXReason.INVALID_NAME, "has a name that the name constraints of its issuers exclude",
            PKIXReason.UNRECOGNIZED_CRIT_EXT, "has a critical extension that meshgen doesn't know",
            BasicReason.EXPIRED, "expires before a certificate below it becomes valid",
            BasicReason.INVALID_SIGNATURE, "has a signature that its issuer's key didn't make",
            BasicReason.ALGORITHM_CONSTRAINED, "has an algorithm or a key size that is too weak");

    private ChainFault() {}

    /** @param path the certificate first, without roots */
    static Optional<String> of(List<X509Certificate> path, List<X509Certificate> roots) {
        if (roots.isEmpty()) {
            return Optional.of("there is none");
        }
        for (int i = 0; i < path.size(); i++) {
            boolean last = i + 1 == path.size();
            List<X509Certificate> issuers = last ? roots : List.of(path.get(i + 1));
            if (TrustChain.issuer(path.get(i), issuers).isEmpty()) {
                return Optional.of(broken(path.get(i), issuers, last ? "a root is" : "the next certificate is"));
            }
        }
        return refused(path, roots);
    }

    private static String broken(X509Certificate certificate, List<X509Certificate> issuers, String next) {
        String wanted = certificate.getIssuerX500Principal().getName();
        List<String> found = issuers.stream()
                .map(each -> each.getSubjectX500Principal().getName())
                .toList();
        String fact = subject(certificate) + " was signed by `" + wanted + "`, and " + next + " ";
        return found.contains(wanted)
                ? fact + "another certificate of that name, with another key"
                : fact + "`" + String.join("`, `", found) + "`";
    }

    private static Optional<String> refused(List<X509Certificate> path, List<X509Certificate> roots) {
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
            X509Certificate refused = path.get(Math.max(0, e.getIndex()));
            return Optional.of(
                    subject(refused) + " " + REASONS.getOrDefault(e.getReason(), "breaks a rule of certificate paths"));
        } catch (CertificateException | InvalidAlgorithmParameterException | NoSuchAlgorithmException e) {
            return Optional.of(subject(path.get(0)) + " can't be checked");
        }
    }

    private static String subject(X509Certificate certificate) {
        return "`" + certificate.getSubjectX500Principal().getName() + "`";
    }
}
