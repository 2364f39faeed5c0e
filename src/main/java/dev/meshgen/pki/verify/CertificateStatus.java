package dev.meshgen.pki.verify;

import dev.meshgen.pki.plan.PlannedCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of one certificate of the plan.
 *
 * @param file relative to the tree
 * @param found what is there, if anything is
 * @param isDue whether it is missing, or expires within the time asked about
 */
public record CertificateStatus(String file, PlannedCertificate planned, Optional<Found> found, boolean isDue) {
    /**
     * A certificate on disk.
     *
     * @param sha256 of the certificate, in hex
     */
    public record Found(
            String subject, String issuer, String algorithm, List<String> dnsNames, Validity validity, String sha256) {}

    /**
     * How long a certificate lasts.
     *
     * @param daysLeft whole days until it expires; negative when it has
     */
    public record Validity(Instant from, Instant to, long daysLeft) {}
}
