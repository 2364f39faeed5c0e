package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.KeyFiles;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.PkiLock;
import dev.meshgen.pki.files.RotationState;
import dev.meshgen.pki.files.Staging;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.RootPhase;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Replaces the root in three steps, one for each call; the tree remembers how far it has come. */
final class RootRotation {
    private final PkiEnvironment environment;
    private final PkiFolders folders;
    private final CertificatePlan plan;
    private final Issuance issuance;
    private final Staging staging;
    private final Optional<X509Certificate> successor;

    RootRotation(PkiEnvironment environment, CertificatePlan plan) {
        this(environment, plan, Optional.empty());
    }

    /** @param successor of the root, where another authority has made it */
    RootRotation(PkiEnvironment environment, CertificatePlan plan, Optional<X509Certificate> successor) {
        this.successor = successor;
        this.environment = environment;
        this.folders = environment.folders();
        this.plan = plan;
        this.issuance = new Issuance(environment, plan);
        this.staging = new Staging(folders, plan);
    }

    /**
     * Runs a step, which must be the next one.
     *
     * @param withoutOldKey whether the first may begin where the old root's key isn't
     */
    Outcome<List<String>> advance(RootPhase wanted, boolean withoutOldKey) {
        String step = "rotate root --step " + wanted.label();
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> finished.filter(step::equals).isPresent()
                                ? Outcome.of(Optional.of(step))
                                : advance(wanted, step, withoutOldKey))
                        .map(done -> folders.publicFiles(plan)));
    }

    /** Goes back to the old root alone, while the new one has signed nothing. */
    Outcome<List<String>> abandon() {
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> staging.discard(step -> step.startsWith("rotate root ")))
                        .then(discarded -> RotationState.read(folders)
                                .then(state -> abandon(state.map(RotationState::phase), discarded)))
                        .map(done -> folders.publicFiles(plan)));
    }

    private Outcome<Optional<String>> abandon(Optional<RootPhase> last, boolean discarded) {
        if (last.filter(phase -> phase == RootPhase.TRUST_BOTH).isPresent()) {
            String step = "rotate root --abandon";
            Inventory inventory = Inventory.read(plan, Layout.proper(folders));
            return requireSound(inventory)
                    .then(sound -> staging.run(
                            step, () -> new RootStep(environment, plan, inventory.roots()).stageAbandonment()))
                    .then(staged -> staging.commit(step));
        }
        return discarded ? Outcome.of(Optional.empty()) : Outcome.failure(notAbandoned(last));
    }

    private Diagnostic notAbandoned(Optional<RootPhase> last) {
        boolean signs =
                last.filter(phase -> phase == RootPhase.NEW_INTERMEDIATES).isPresent();
        return Diagnostic.error(
                "pki-rotation-order",
                folders.publicFile(RotationState.FILE),
                signs
                        ? "The root rotation can't be abandoned after `new-intermediates`: workloads have certificates"
                                + " under the new root already."
                        : "No root rotation is under way.",
                signs
                        ? "Run `meshgen ca rotate root --step new-only`; then another rotation can replace the new root."
                        : "There is nothing to abandon.");
    }

    private Outcome<Optional<String>> advance(RootPhase wanted, String step, boolean withoutOldKey) {
        Inventory inventory = Inventory.read(plan, Layout.proper(folders));
        return requireMaker(wanted)
                .then(made -> RotationState.read(folders))
                .then(state -> requireNext(state, wanted))
                .then(state -> requireSound(inventory).then(sound -> requireRoots(state, inventory.roots())))
                .then(roots ->
                        wanted == RootPhase.TRUST_BOTH && !withoutOldKey ? requireOldKey(roots) : Outcome.of(roots))
                .then(roots -> run(wanted, step, () -> new RootStep(environment, plan, roots, successor).stage(wanted)))
                // The first step's key is that of the root to come, which may not sign yet.
                .then(staged ->
                        wanted == RootPhase.TRUST_BOTH ? staging.commitWithoutKeys(step) : commit(wanted, step));
    }

    /** Another authority's answers have come one by one, so the step that needs them keeps them. */
    private <T> Outcome<T> run(RootPhase wanted, String step, Supplier<Outcome<T>> work) {
        return wanted == RootPhase.NEW_INTERMEDIATES && plan.isRootExternal()
                ? staging.resume(step, work)
                : staging.run(step, work);
    }

    /** A root that another authority makes can only be imported. */
    private Outcome<RootPhase> requireMaker(RootPhase wanted) {
        return wanted == RootPhase.TRUST_BOTH && plan.isRootExternal() && successor.isEmpty()
                ? Outcome.failure(
                        ExternalRoot.notReplaced(folders.publicFile(plan.root().certificateFile())))
                : Outcome.of(wanted);
    }

    /**
     * The roots, if the old one's key can be opened: a passphrase with a typing error would
     * encrypt the new one's.
     */
    private Outcome<List<X509Certificate>> requireOldKey(List<X509Certificate> roots) {
        Path file = folders.keyFile(plan.root().keyFile());
        KeyFiles keys = environment.keyFiles();
        if (!keys.has(file)) {
            return Outcome.failure(Diagnostic.error(
                    "pki-issuer-key-missing",
                    file,
                    "Private key `" + file + "` isn't here, so nothing shows that this root is yours to replace.",
                    "Run the same command where the key is, or name its folder with `--keys-dir`; if it is lost, add"
                            + " `--without-old-key`."));
        }
        return keys.isEncrypted(file)
                .then(encrypted -> keys.read(file)
                        .then(key -> key.requireMatch(file, roots.get(0), folders.publicFile("root-cert.pem")))
                        .then(key -> encrypted || !plan.rootKeyEncrypted() || keys.isNewPassphraseConfirmed()
                                ? Outcome.of(roots)
                                : Outcome.failure(unconfirmed(file))));
    }

    private static Diagnostic unconfirmed(Path file) {
        return Diagnostic.error(
                "pki-passphrase-unconfirmed",
                file,
                "The new root's key is to be encrypted, and the old one's `" + file + "` isn't, so the passphrase can't"
                        + " be compared with it.",
                "Give the new passphrase with `--new-passphrase-file`, or run meshgen in a terminal, which asks for it"
                        + " twice.");
    }

    private Outcome<Optional<String>> commit(RootPhase phase, String step) {
        // A root of our own that another authority's replaces has no successor's key to make room
        // for.
        return phase == RootPhase.NEW_INTERMEDIATES && plan.isRootExternal()
                ? staging.retireKey(plan.root()).then(gone -> staging.commit(step))
                : staging.commit(step);
    }

    private Outcome<Optional<RotationState>> requireNext(Optional<RotationState> state, RootPhase wanted) {
        RootPhase next = state.map(found -> found.phase().next()).orElse(RootPhase.TRUST_BOTH);
        return wanted == next ? Outcome.of(state) : Outcome.failure(outOfOrder(state, wanted, next));
    }

    private Diagnostic outOfOrder(Optional<RotationState> state, RootPhase wanted, RootPhase next) {
        String soFar = state.map(found -> "The last step of the root rotation was `"
                        + found.phase().label() + "`")
                .orElse("The root rotation hasn't begun");
        return Diagnostic.error(
                "pki-rotation-order",
                folders.publicFile(RotationState.FILE),
                soFar + ", so step `" + wanted.label() + "` can't run now.",
                "Run `meshgen ca rotate root --step " + next.label()
                        + "` next: any other step would leave workloads that don't trust each other.");
    }

    /**
     * What the examination warns about is left to other commands: a rotation replaces most of it
     * anyway.
     */
    private Outcome<Inventory> requireSound(Inventory inventory) {
        if (!inventory.missing().isEmpty()) {
            Path file = inventory.missing().get(0);
            return Outcome.failure(Diagnostic.error(
                    "pki-certificate-missing",
                    file,
                    "`" + file + "` is missing, and a root rotation needs all certificates.",
                    "Run `meshgen generate` first, then rotate."));
        }
        Outcome<Inventory> examined = issuance.complete(inventory.layout());
        return examined.value().isPresent() ? Outcome.of(inventory) : examined;
    }

    private Outcome<List<X509Certificate>> requireRoots(Optional<RotationState> state, List<X509Certificate> roots) {
        if (state.isPresent()) {
            return state.get().requireRoots(folders, roots).map(fitting -> roots);
        }
        Path file = folders.publicFile("root-cert.pem");
        return roots.size() == 1
                ? Outcome.of(roots)
                : Outcome.failure(Diagnostic.error(
                        "pki-rotation-state",
                        file,
                        "`" + file + "` contains " + roots.size() + " certificates, but meshgen began no rotation.",
                        "Finish the rotation that was begun by other means: a rotation starts with one root."));
    }
}
