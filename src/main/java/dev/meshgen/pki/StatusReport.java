package dev.meshgen.pki;

import java.util.List;
import java.util.Optional;

/**
 * How a mesh's certificates stand.
 *
 * @param rotation how far a root rotation has come, if there ever was one
 */
public record StatusReport(List<CertificateStatus> certificates, Optional<RotationState> rotation) {
    public StatusReport {
        certificates = List.copyOf(certificates);
    }

    public boolean hasDue() {
        return certificates.stream().anyMatch(CertificateStatus::isDue);
    }
}
