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
import dev.meshgen.pki.x509.TrustedRoot;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The root of another authority: its certificate is imported, as the first of a mesh or as the
 * successor of the one it has, and then every intermediate is requested from it.
 */
final class ExternalRotation {
    static final String REQUESTS = "rotate root --step " + RootPhase.NEW_INTERMEDIATES.label();

    private final PkiEnvironment environment;
    private final PkiFolders folders;
    private final CertificatePlan plan;
    private final Staging staging;

    ExternalRotation(PkiEnvironment environment, CertificatePlan plan) {
        this.environment = environment;
        this.folders = environment.folders();
        this.plan = plan;
        this.staging = new Staging(folders, plan);
    }

    Outcome<Imported> importRoot(Path file) {
        return requireExternal()
                .then(external -> new ExternalRoot(plan.root(), environment).read(file))
                .then(root -> {
                    List<X509Certificate> now =
                            Inventory.read(plan, Layout.proper(folders)).roots();
                    if (now.contains(root)) {
                        return Outcome.of(root);
                    }
                    return now.isEmpty() ? first(root) : successor(root);
                })
                .map(root -> new Imported(
                        folders.publicFilesThere(plan.rootOnly()),
                        TrustedRoot.of(
                                Inventory.read(plan, Layout.proper(folders)).roots()),
                        List.of()));
    }

    private Outcome<CertificatePlan> requireExternal() {
        return plan.isRootExternal()
                ? Outcome.of(plan)
                : Outcome.failure(
                        ExternalRoot.notImported(folders.publicFile(plan.root().certificateFile())));
    }

    private Outcome<X509Certificate> first(X509Certificate root) {
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> environment
                                .publicFiles()
                                .writeOnce(folders.publicFile(plan.root().certificateFile()), List.of(root))
                                .map(file -> root)));
    }

    private Outcome<X509Certificate> successor(X509Certificate root) {
        return new RootRotation(environment, plan, Optional.of(root))
                .advance(RootPhase.TRUST_BOTH, true)
                .map(files -> root);
    }

    /** Makes the key and the request of every intermediate's successor under the new root. */
    Outcome<List<Path>> requestAll() {
        return requireExternal()
                .then(external -> PkiLock.hold(
                        folders,
                        () -> staging.finish()
                                .then(finished -> requireBothTrusted())
                                .then(roots -> staging.resume(
                                        REQUESTS,
                                        () -> new RootStep(environment, plan, roots)
                                                .stageRoots(RootPhase.NEW_INTERMEDIATES)
                                                .then(staged -> requests())))));
    }

    private Outcome<List<Path>> requests() {
        SigningRequests requests = new SigningRequests(environment, plan);
        return Outcome.each(plan.intermediates(), planned -> requests.request(planned, layout()));
    }

    private Outcome<List<X509Certificate>> requireBothTrusted() {
        List<X509Certificate> roots =
                Inventory.read(plan, Layout.proper(folders)).roots();
        return RotationState.read(folders)
                .then(
                        state -> state.filter(found -> found.phase() == RootPhase.TRUST_BOTH)
                                .map(found -> found.requireRoots(folders, roots).map(fitting -> roots))
                                .orElseGet(
                                        () -> Outcome.failure(
                                                Diagnostic.error(
                                                        "pki-rotation-order",
                                                        folders.publicFile(RotationState.FILE),
                                                        "The clusters don't trust a new root beside the old one.",
                                                        "Run `meshgen ca import root FILE` with the new root's certificate first, and roll it out."))));
    }

    /** Whether answers belong to a rotation that has requested every intermediate. */
    boolean isUnderWay() {
        return staging.unfinished()
                .value()
                .flatMap(step -> step)
                .filter(REQUESTS::equals)
                .isPresent();
    }

    /** Keeps an answer until all are there; the caller holds the lock. */
    Outcome<List<X509Certificate>> accept(SignedAnswer answer) {
        return requireBothTrusted()
                .then(roots -> answer.examine(
                                folders.publicFile(plan.root().certificateFile()),
                                List.of(roots.get(1)),
                                environment.clock().instant())
                        .then(own -> answer.write(
                                environment.publicFiles(), answer.chain(own), List.of(roots.get(1), roots.get(0)))));
    }

    /** Every certificate has a successor under the new root. */
    Layout layout() {
        return new Layout(folders, new HashSet<>(plan.certificates()));
    }

    /** Deletes the requests and their keys; both roots stay trusted. */
    Outcome<List<Path>> abandonRequests() {
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> staging.requireDiscarded(
                                REQUESTS::equals, "pki-request-missing", "No request of a root rotation waits."))
                        .map(gone -> List.of()));
    }
}
