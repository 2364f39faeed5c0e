package dev.meshgen.pki.verify;

import dev.meshgen.pki.plan.RootPhase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The state of a mesh's certificates.
 *
 * @param rotation the last step of a root rotation, if there ever was one
 * @param leftovers files of clusters and applications that the mesh no longer has
 * @param lists what the authorities have revoked
 * @param unfinished the arguments of the {@code ca} command that was begun and isn't finished
 */
public record StatusReport(
        List<CertificateStatus> certificates,
        Optional<RootPhase> rotation,
        List<Path> leftovers,
        List<RevocationStatus> lists,
        Optional<String> unfinished) {
    public StatusReport {
        certificates = List.copyOf(certificates);
        leftovers = List.copyOf(leftovers);
        lists = List.copyOf(lists);
    }

    public boolean hasDue() {
        return certificates.stream().anyMatch(CertificateStatus::isDue)
                || lists.stream().anyMatch(RevocationStatus::isDue);
    }
}
