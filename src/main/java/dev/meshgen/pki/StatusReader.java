package dev.meshgen.pki;

import dev.meshgen.diagnostic.Outcome;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how the certificates of a plan stand; needs no key and changes nothing. */
public final class StatusReader {
    private final PkiFolders folders;
    private final Clock clock;

    public StatusReader(PkiFolders folders, Clock clock) {
        this.folders = folders;
        this.clock = clock;
    }

    /** @param horizon what expires within it is due */
    public Outcome<StatusReport> read(CertificatePlan plan, Duration horizon) {
        return PkiFailure.asOutcome(folders.publicFolder(), () -> {
            Inventory inventory = Inventory.read(plan, Layout.proper(folders));
            Optional<RotationState> rotation = RotationState.read(folders);
            List<CertificateStatus> all = new ArrayList<>();
            for (PlannedCertificate planned : plan.certificates()) {
                // A bundle of roots is the only file whose further certificates aren't listed on their own.
                List<X509Certificate> found = planned.equals(plan.root())
                        ? inventory.roots()
                        : inventory.certificate(planned).stream().toList();
                found.forEach(each -> all.add(status(planned, Optional.of(each), horizon)));
                if (found.isEmpty()) {
                    all.add(status(planned, Optional.empty(), horizon));
                }
            }
            return Outcome.of(new StatusReport(all, rotation), inventory.problems());
        });
    }

    private CertificateStatus status(
            PlannedCertificate planned, Optional<X509Certificate> certificate, Duration horizon) {
        Instant limit = clock.instant().plus(horizon);
        boolean lasts = certificate
                .filter(one -> one.getNotAfter().toInstant().isAfter(limit))
                .isPresent();
        return new CertificateStatus("pki/" + planned.certificateFile(), planned, certificate.map(this::found), !lasts);
    }

    private CertificateStatus.Found found(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        return new CertificateStatus.Found(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                KeyAlgorithm.describe(certificate.getPublicKey()),
                CertificateFacts.dnsNames(certificate),
                certificate.getNotBefore().toInstant(),
                end,
                Math.floorDiv(Duration.between(clock.instant(), end).getSeconds(), 86_400L),
                CertificateFile.fingerprint(certificate));
    }
}
