package dev.meshgen.pki.verify;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.Leftovers;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.files.RotationState;
import dev.meshgen.pki.files.Staging;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.x509.CertificatePem;
import dev.meshgen.pki.x509.KeyType;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the state of a plan's certificates; needs no key and changes nothing. */
public final class StatusReader {
    private final PkiFolders folders;
    private final Clock clock;

    public StatusReader(PkiFolders folders, Clock clock) {
        this.folders = folders;
        this.clock = clock;
    }

    /** @param horizon what expires within it is due */
    public Outcome<StatusReport> read(CertificatePlan plan, Duration horizon) {
        Inventory inventory = Inventory.read(plan, Layout.proper(folders));
        List<CertificateStatus> all = new ArrayList<>();
        for (PlannedCertificate planned : plan.certificates()) {
            // A bundle of roots is the only file whose further certificates aren't listed on their
            // own.
            List<X509Certificate> found = planned.equals(plan.root())
                    ? inventory.roots()
                    : inventory.certificate(planned).stream().toList();
            found.forEach(each -> all.add(status(planned, Optional.of(each), horizon)));
            if (found.isEmpty()) {
                all.add(status(planned, Optional.empty(), horizon));
            }
        }
        return RotationState.read(folders)
                .then(state -> new Staging(folders, plan)
                        .unfinished()
                        .then(step -> new Leftovers(folders, plan)
                                .find()
                                .then(left -> lists(plan, horizon)
                                        .map(lists -> new StatusReport(
                                                all, state.map(RotationState::phase), left, lists, step)))))
                .then(report -> Outcome.of(report, inventory.problems()));
    }

    private Outcome<List<RevocationStatus>> lists(CertificatePlan plan, Duration horizon) {
        PublicFiles files = new PublicFiles(folders.publicFolder());
        Path file = folders.publicFile(plan.revocationListFiles().get(0));
        return files.has(file)
                ? files.revocationLists(file)
                        .map(lists -> RevocationStatus.of(lists, clock.instant().plus(horizon)))
                : Outcome.of(List.of());
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
        return new CertificateStatus.Found(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                KeyType.of(certificate.getPublicKey()).label(),
                CertificateFacts.dnsNames(certificate),
                validity(certificate),
                CertificatePem.fingerprint(certificate));
    }

    private CertificateStatus.Validity validity(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        long left = Duration.between(clock.instant(), end).getSeconds();
        return new CertificateStatus.Validity(
                certificate.getNotBefore().toInstant(), end, Math.floorDiv(left, 86_400L));
    }
}
