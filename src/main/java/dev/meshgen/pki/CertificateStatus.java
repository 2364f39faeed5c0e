package dev.meshgen.pki;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one certificate of the plan stands.
 *
 * @param file relative to the tree
 * @param found what lies there, if anything does
 * @param isDue whether it is missing, or expires within the time asked about
 */
public record CertificateStatus(String file, PlannedCertificate planned, Optional<Found> found, boolean isDue) {
    /**
     * A certificate on disk.
     *
     * @param daysLeft whole days until it expires; negative when it has
     * @param sha256 of the certificate, in hex
     */
    public record Found(
            String subject,
            String issuer,
            String algorithm,
            List<String> dnsNames,
            Instant notBefore,
            Instant notAfter,
            long daysLeft,
            String sha256) {}
}
