package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.Inventory;
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

/** Replaces the root in three steps, one for each call; the tree remembers how far it has come. */
final class RootRotation {
    private final PkiEnvironment environment;
    private final PkiFolders folders;
    private final CertificatePlan plan;
    private final Issuance issuance;
    private final Staging staging;

    RootRotation(PkiEnvironment environment, CertificatePlan plan) {
        this.environment = environment;
        this.folders = environment.folders();
        this.plan = plan;
        this.issuance = new Issuance(environment, plan);
        this.staging = new Staging(folders, plan);
    }

    /** Runs a step, which must be the next one. */
    Outcome<List<String>> advance(RootPhase wanted) {
        String step = "rotate root --step " + wanted.label();
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> finished.filter(step::equals).isPresent()
                                ? Outcome.of(Optional.of(step))
                                : advance(wanted, step))
                        .map(done -> folders.publicFiles(plan)));
    }

    private Outcome<Optional<String>> advance(RootPhase wanted, String step) {
        Inventory inventory = Inventory.read(plan, Layout.proper(folders));
        return RotationState.read(folders)
                .then(state -> requireNext(state, wanted))
                .then(state -> requireSound(inventory).then(sound -> requireRoots(state, inventory.roots())))
                .then(roots ->
                        staging.beginAnew(step).then(begun -> new RootStep(environment, plan, roots).stage(wanted)))
                // The first step's key is that of the root to come, which may not sign yet.
                .then(staged ->
                        wanted == RootPhase.TRUST_BOTH ? staging.commitWithoutKeys(step) : staging.commit(step));
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
