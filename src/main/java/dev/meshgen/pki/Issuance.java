package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.PkiLock;
import dev.meshgen.pki.files.Staging;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.verify.CertificateFacts;
import dev.meshgen.pki.verify.Examination;
import dev.meshgen.pki.verify.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes what a plan lacks on disk, and keeps what is there. */
final class Issuance {
    private final PkiEnvironment environment;
    private final PkiFolders folders;
    private final CertificatePlan plan;

    Issuance(PkiEnvironment environment, CertificatePlan plan) {
        this.environment = environment;
        this.folders = environment.folders();
        this.plan = plan;
    }

    Outcome<List<String>> ensure() {
        Inventory found = Inventory.read(plan, Layout.proper(folders));
        // A reader needs no lock, so a clone that can't be written to can be checked; a reader that
        // finds a fault looks again under the lock.
        if (found.isWhole() && !new Staging(folders).isReady()) {
            Outcome<Inventory> sound = examined(found);
            if (sound.value().isPresent()) {
                return sound.map(whole -> folders.publicFiles(plan));
            }
        }
        return PkiLock.hold(folders, () -> new Staging(folders).finish().then(finished -> completeProper()));
    }

    Outcome<List<String>> ensureOrPostpone() {
        if (folders.exist() || !plan.rootKeyEncrypted()) {
            return ensure();
        }
        Path rootKey = folders.keyFile(plan.root().keyFile());
        return environment
                .passphrases()
                .passphrase(rootKey, true)
                .map(given -> environment.with((keyFile, fresh) -> Optional.of(given)))
                .map(with -> new Issuance(with, plan).ensure())
                .orElseGet(this::postponed);
    }

    private Outcome<List<String>> postponed() {
        return Outcome.of(
                List.of(),
                List.of(Diagnostic.warning(
                        "pki-no-authority",
                        folders.publicFile(plan.root().certificateFile()),
                        "The mesh has no certificate authority yet: there is no passphrase for its root key.",
                        "Run `meshgen ca issue` in a terminal or with `MESHGEN_CA_PASSPHRASE` set; for a demonstration,"
                                + " set `rootKeyEncryption: none`.")));
    }

    /** Makes what is missing in the tree; the caller holds the lock. */
    Outcome<List<String>> completeProper() {
        return complete(Layout.proper(folders)).map(whole -> folders.publicFiles(plan));
    }

    /** Makes what is missing in a layout and examines the result; the caller holds the lock. */
    Outcome<Inventory> complete(Layout layout) {
        Inventory found = Inventory.read(plan, layout);
        Outcome<Inventory> before = examined(found);
        if (before.value().isEmpty() || found.isWhole()) {
            return before;
        }
        boolean plainRoot = found.lacks(plan.root()) && !plan.rootKeyEncrypted();
        List<Diagnostic> warnings = plainRoot ? List.of(Verification.plainRoot(layout.key(plan.root()))) : List.of();
        return new MissingParts(environment, found)
                .make()
                .then(made -> examined(Inventory.read(plan, layout)))
                .then(whole -> Outcome.of(whole, warnings));
    }

    private Outcome<Inventory> examined(Inventory inventory) {
        Layout layout = inventory.layout();
        // Certificates expire without anybody's doing, and the tree must still be generated.
        List<Diagnostic> found = new ArrayList<>(
                new Examination(new CertificateFacts(environment.clock().instant(), Severity.WARNING))
                        .examine(inventory));
        found.addAll(environment
                .keyFiles()
                .unsafe(plan.certificates().stream().map(layout::key).toList()));
        for (PlannedCertificate planned : plan.intermediates()) {
            Path request = layout.publicFile(planned, planned.requestFile());
            if (inventory.lacks(planned) && environment.publicFiles().has(request)) {
                found.add(pending(planned, request));
            }
        }
        return Outcome.of(inventory, found.stream().sorted().distinct().toList());
    }

    private static Diagnostic pending(PlannedCertificate planned, Path request) {
        return Diagnostic.error(
                "pki-request-pending",
                request,
                "Request `" + request + "` of " + planned.title() + " waits for its certificate.",
                "Have it signed and run `meshgen ca import " + planned.name() + " FILE`, or delete the request.");
    }
}
