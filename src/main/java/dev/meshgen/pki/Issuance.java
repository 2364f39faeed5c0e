package dev.meshgen.pki;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes what a plan lacks on disk, and keeps what is there. */
public final class Issuance {
    private final PkiEnvironment environment;
    private final PkiFolders folders;

    public Issuance(PkiEnvironment environment) {
        this.environment = environment;
        this.folders = environment.folders();
    }

    /** Every public file of the plan, as it lies in the tree when this returns; needs no key where nothing is missing. */
    public Outcome<List<PublicFile>> ensure(CertificatePlan plan) {
        return PkiFailure.asOutcome(folders.publicFolder(), () -> {
            Layout layout = Layout.proper(folders);
            Inventory found = Inventory.read(plan, layout);
            // A reader needs no lock, so a clone that can't be written to can be checked; whoever finds fault looks
            // again under it.
            if (found.isWhole() && new Staging(folders).ready().isEmpty()) {
                Outcome<List<PublicFile>> good = examined(found).then(whole -> listed(plan));
                if (good.value().isPresent()) {
                    return good;
                }
            }
            return PkiLock.hold(folders, () -> {
                new Staging(folders).finish();
                return complete(plan, layout).then(whole -> listed(plan));
            });
        });
    }

    /** As {@link #ensure}; but that a first authority can't begin for want of a passphrase is only a warning, since the rest of the tree can. */
    public Outcome<List<PublicFile>> ensureOrPostpone(CertificatePlan plan) {
        if (hasBegun() || !plan.rootKeyEncrypted()) {
            return ensure(plan);
        }
        Path rootKey = folders.keyFile(plan.root().keyFile());
        return environment
                .passphrases()
                .passphrase(rootKey, true)
                .map(given -> new Issuance(environment.with((keyFile, fresh) -> Optional.of(given))).ensure(plan))
                .orElseGet(() -> postponed(plan));
    }

    private boolean hasBegun() {
        return Files.exists(folders.publicFolder()) || Files.exists(folders.keysFolder());
    }

    private Outcome<List<PublicFile>> postponed(CertificatePlan plan) {
        return Outcome.of(
                List.of(),
                List.of(Finding.warning(
                        "pki-no-authority",
                        folders.publicFile(plan.root().certificateFile()),
                        "The mesh has no certificate authority yet: there is no passphrase for its root key.",
                        "Run `meshgen ca issue` in a terminal or with `MESHGEN_CA_PASSPHRASE` set; for a demonstration,"
                                + " set `rootKeyEncryption: none`.")));
    }

    /** Makes what is missing in a layout and examines the result; the caller holds the lock. */
    Outcome<Inventory> complete(CertificatePlan plan, Layout layout) throws IOException, PkiFailure {
        Inventory found = Inventory.read(plan, layout);
        Outcome<Inventory> before = examined(found);
        if (before.value().isEmpty() || found.isWhole()) {
            return before;
        }
        new MissingParts(environment, found).make();
        Outcome<Inventory> after = examined(Inventory.read(plan, layout));
        boolean plainRoot = found.lacks(plan.root()) && !plan.rootKeyEncrypted();
        return plainRoot ? after.then(made -> Outcome.of(made, List.of(plainRoot(layout.key(plan.root()))))) : after;
    }

    static Diagnostic plainRoot(Path file) {
        return Finding.warning(
                "pki-plain-root-key",
                file,
                "The root's private key `" + file + "` isn't encrypted: whoever reads it owns the mesh.",
                "Encrypt it by `openssl pkcs8 -topk8 -v2 aes-256-cbc`, or keep it offline.");
    }

    private Outcome<Inventory> examined(Inventory inventory) throws IOException {
        CertificatePlan plan = inventory.plan();
        Layout layout = inventory.layout();
        // Time passes by itself: that something has expired must not keep a tree from being generated.
        List<Diagnostic> found = new ArrayList<>(
                new Examination(new CertificateFacts(environment.clock().instant(), Severity.WARNING))
                        .examine(inventory));
        found.addAll(new KeyFiles(environment)
                .unsafe(plan.certificates().stream().map(layout::key).toList()));
        for (PlannedCertificate planned : plan.intermediates()) {
            Path request = layout.publicFile(planned, planned.requestFile());
            if (inventory.lacks(planned) && Files.exists(request, NOFOLLOW_LINKS)) {
                found.add(Finding.error(
                        "pki-request-pending",
                        request,
                        "Request `" + request + "` of " + planned.title() + " waits for its certificate.",
                        "Have it signed and run `meshgen ca import " + planned.name()
                                + " FILE`, or delete the request."));
            }
        }
        return Outcome.of(inventory, found.stream().sorted().distinct().toList());
    }

    private Outcome<List<PublicFile>> listed(CertificatePlan plan) {
        return PkiFailure.asOutcome(folders.publicFolder(), () -> Outcome.of(PublicFiles.of(plan, folders)));
    }
}
