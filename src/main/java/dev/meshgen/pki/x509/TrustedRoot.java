package dev.meshgen.pki.x509;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A root as a person compares it with another source.
 *
 * @param sha256 of the certificate, in hex
 */
public record TrustedRoot(String sha256, String subject) {
    public static TrustedRoot of(X509Certificate certificate) {
        return new TrustedRoot(
                CertificatePem.fingerprint(certificate),
                certificate.getSubjectX500Principal().getName());
    }

    public static List<TrustedRoot> of(List<X509Certificate> certificates) {
        return certificates.stream().map(TrustedRoot::of).toList();
    }

    /** The text of a note that a file has these certificates. */
    public static String note(List<X509Certificate> certificates) {
        return of(certificates).stream()
                .map(TrustedRoot::toString)
                .collect(Collectors.joining("`, `", "here is `", "`."));
    }

    /** As the scripts of a tree print it. */
    @Override
    public String toString() {
        return sha256 + " " + subject;
    }
}
