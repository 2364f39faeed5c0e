package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.KeyFiles;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.files.RotationState;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.pki.x509.CertificatePem;
import dev.meshgen.pki.x509.SigningKey;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the files of one step of a root rotation in the staged folders; keeps the keys that a
 * killed run has made.
 */
final class RootStep {
    private final PkiEnvironment environment;
    private final PkiFolders folders;
    private final PublicFiles files;
    private final CertificatePlan plan;
    private final List<X509Certificate> now;
    private final Optional<X509Certificate> successor;

    /** @param now the roots that the clusters trust before the step */
    RootStep(PkiEnvironment environment, CertificatePlan plan, List<X509Certificate> now) {
        this(environment, plan, now, Optional.empty());
    }

    /** @param successor of the root, where another authority has made it */
    RootStep(
            PkiEnvironment environment,
            CertificatePlan plan,
            List<X509Certificate> now,
            Optional<X509Certificate> successor) {
        this.successor = successor;
        this.environment = environment;
        this.folders = environment.folders();
        this.files = environment.publicFiles();
        this.plan = plan;
        this.now = now;
    }

    /** The roots that the clusters trust after the step. */
    Outcome<List<X509Certificate>> stage(RootPhase phase) {
        return stageRoots(phase)
                .then(roots ->
                        (phase == RootPhase.NEW_INTERMEDIATES ? reissue() : copyToClusters(roots)).map(made -> roots));
    }

    /** The bundle of roots and the state of the rotation, which come with every step. */
    Outcome<List<X509Certificate>> stageRoots(RootPhase phase) {
        return rootsAfter(phase)
                .then(roots -> writeOnce(plan.root().certificateFile(), CertificatePem.write(roots))
                        .then(file -> writeOnce(RotationState.FILE, state(phase, roots)))
                        .map(made -> roots));
    }

    /** The old root alone, as after a rotation from the new one back to it. */
    Outcome<List<X509Certificate>> stageAbandonment() {
        List<X509Certificate> roots = List.of(now.get(0));
        RotationState state = new RotationState(
                RootPhase.NEW_ONLY, CertificatePem.fingerprint(now.get(1)), CertificatePem.fingerprint(now.get(0)));
        return writeOnce(plan.root().certificateFile(), CertificatePem.write(roots))
                .then(file -> writeOnce(RotationState.FILE, state.toJson()))
                .then(file -> copyToClusters(roots))
                .map(made -> roots);
    }

    private Outcome<List<X509Certificate>> rootsAfter(RootPhase phase) {
        return switch (phase) {
            case TRUST_BOTH -> newRoot().map(made -> List.of(now.get(0), made));
            case NEW_INTERMEDIATES -> Outcome.of(List.of(now.get(1), now.get(0)));
            case NEW_ONLY -> Outcome.of(List.of(now.get(0)));
        };
    }

    private byte[] state(RootPhase phase, List<X509Certificate> roots) {
        X509Certificate oldRoot = phase == RootPhase.NEW_ONLY ? now.get(1) : now.get(0);
        X509Certificate newRoot = phase == RootPhase.TRUST_BOTH ? roots.get(1) : roots.get(0);
        return new RotationState(phase, CertificatePem.fingerprint(oldRoot), CertificatePem.fingerprint(newRoot))
                .toJson();
    }

    private Outcome<List<Path>> reissue() {
        return new Issuance(environment, plan)
                .complete(new Layout(folders, new HashSet<>(plan.certificates())))
                .then(RootStep::requireWhole)
                .then(whole -> plan.isRootExternal() ? requireOwn(whole) : Outcome.of(whole))
                .map(inventory -> List.copyOf(inventory.files().keySet()));
    }

    /** An answer that is still missing would leave a cluster under the old root. */
    private static Outcome<Inventory> requireWhole(Inventory inventory) {
        return inventory.isWhole()
                ? Outcome.of(inventory)
                : Outcome.failure(Diagnostic.error(
                        "pki-request-pending",
                        inventory.missing().get(0),
                        "`" + inventory.missing().get(0) + "` is missing: not every intermediate has been imported.",
                        "Run `meshgen ca request root`, have each request signed, and run `meshgen ca import CLUSTER"
                                + " FILE` for each."));
    }

    /**
     * A certificate that no import has put there may be another key's, which istiod would refuse.
     */
    private Outcome<Inventory> requireOwn(Inventory inventory) {
        return Outcome.each(plan.intermediates(), planned -> requireOwn(inventory, planned))
                .map(all -> inventory);
    }

    private Outcome<PlannedCertificate> requireOwn(Inventory inventory, PlannedCertificate planned) {
        Path file = inventory.layout().certificate(planned);
        Path keyFile = inventory.layout().key(planned);
        return environment
                .keyFiles()
                .read(keyFile)
                .then(key -> inventory
                                .certificate(planned)
                                .map(X509Certificate::getPublicKey)
                                .filter(key.publicKey()::equals)
                                .isPresent()
                        ? Outcome.of(planned)
                        : Outcome.failure(Diagnostic.error(
                                "pki-staged-foreign",
                                file,
                                "`" + file + "` isn't for key `" + keyFile + "`, so it doesn't answer our request.",
                                "Find out who put it there, delete folder `" + file.getParent()
                                        + "`, run `meshgen ca request root` and import the answer again.")));
    }

    private Outcome<List<Path>> copyToClusters(List<X509Certificate> roots) {
        return Outcome.each(plan.clusters(), cluster -> writeOnce(cluster.rootCopyFile(), CertificatePem.write(roots)));
    }

    /** The root to come: its key waits among the staged ones until it may sign. */
    private Outcome<X509Certificate> newRoot() {
        if (successor.isPresent()) {
            return Outcome.of(successor.get());
        }
        PlannedCertificate root = plan.root();
        KeyFiles keys = environment.keyFiles();
        Path file = folders.staged().keyFile(root.keyFile());
        Outcome<SigningKey> key = keys.has(file)
                ? keys.readNew(file)
                : new KeyMaker(environment, plan, new Layout(folders, Set.of(root))).make(root);
        return key.map(made -> environment.issuer().selfSigned(root, made));
    }

    private Outcome<Path> writeOnce(String relative, byte[] bytes) {
        return files.writeOnce(folders.staged().publicFile(relative), bytes);
    }
}
