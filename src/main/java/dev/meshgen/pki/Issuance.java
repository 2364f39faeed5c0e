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
import java.util.Set;

/** Makes what a plan lacks on disk, and keeps what is there. */
final class Issuance {
    private final PkiEnvironment environment;
    private final PkiFolders folders;
    private final CertificatePlan plan;
    private final Staging staging;

    Issuance(PkiEnvironment environment, CertificatePlan plan) {
        this(environment, plan, plan);
    }

    /**
     * @param plan the part of the mesh's that is made
     * @param whole the mesh's
     */
    Issuance(PkiEnvironment environment, CertificatePlan plan, CertificatePlan whole) {
        this.environment = environment;
        this.folders = environment.folders();
        this.plan = plan;
        this.staging = new Staging(folders, whole);
    }

    Outcome<Issued> ensure() {
        Inventory found = Inventory.read(plan, Layout.proper(folders));
        // A reader needs no lock, so a clone that can't be written to can be checked; a reader that
        // finds a fault looks again under the lock.
        if (found.isWhole() && !staging.isReady()) {
            Outcome<Inventory> sound = examined(found);
            if (sound.value().isPresent()) {
                return sound.map(whole -> issued(there()));
            }
        }
        return PkiLock.hold(
                folders,
                () -> staging.finish().then(finished -> {
                    There before = there();
                    return completeProper().map(files -> issued(before));
                }));
    }

    /** Files of the plan that exist. */
    private record There(List<String> certificates, List<Path> keys) {}

    private There there() {
        return new There(folders.publicFilesThere(plan), folders.keysThere(plan));
    }

    private Issued issued(There before) {
        There now = there();
        List<String> made = new ArrayList<>(now.certificates());
        made.removeAll(before.certificates());
        List<Path> keys = new ArrayList<>(now.keys());
        keys.removeAll(before.keys());
        return new Issued(now.certificates(), made, keys, now.certificates().containsAll(folders.publicFiles(plan)));
    }

    Outcome<Issued> ensureOrPostpone() {
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

    private Outcome<Issued> postponed() {
        return Outcome.of(
                Issued.NOTHING,
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
        Set<PlannedCertificate> waiting = new PendingRequests(found, environment.publicFiles()).waiting();
        boolean plainRoot = found.lacks(plan.root()) && !waiting.contains(plan.root()) && !plan.rootKeyEncrypted();
        List<Diagnostic> warnings = plainRoot ? List.of(Verification.plainRoot(layout.key(plan.root()))) : List.of();
        return new MissingParts(environment, found, waiting)
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
        found.addAll(new PendingRequests(inventory, environment.publicFiles()).warnings());
        if (layout.staged().isEmpty()) {
            found.addAll(new SuccessorRequests(inventory, environment.publicFiles()).warnings());
        }
        return Outcome.of(inventory, found.stream().sorted().distinct().toList());
    }
}
