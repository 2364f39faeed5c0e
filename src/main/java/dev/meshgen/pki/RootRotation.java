package dev.meshgen.pki;

import dev.meshgen.diagnostic.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Replaces the root in three steps, one for each call; the tree remembers how far it has come. */
public final class RootRotation {
    private final PkiEnvironment environment;
    private final PkiFolders folders;
    private final Issuance issuance;

    public RootRotation(PkiEnvironment environment) {
        this.environment = environment;
        this.folders = environment.folders();
        this.issuance = new Issuance(environment);
    }

    /** The step that the tree is ready for. */
    public Outcome<RootPhase> next() {
        return PkiFailure.asOutcome(folders.publicFolder(), () -> Outcome.of(after(RotationState.read(folders))));
    }

    private static RootPhase after(Optional<RotationState> state) {
        return state.map(found -> found.phase().next()).orElse(RootPhase.TRUST_BOTH);
    }

    /** Takes a step, which must be the next one. */
    public Outcome<List<PublicFile>> advance(CertificatePlan plan, RootPhase wanted) {
        return PkiFailure.asOutcome(
                folders.publicFolder(), () -> PkiLock.hold(folders, () -> advanceAlone(plan, wanted)));
    }

    private Outcome<List<PublicFile>> advanceAlone(CertificatePlan plan, RootPhase wanted)
            throws IOException, PkiFailure {
        Staging staging = new Staging(folders);
        String step = "rotate root --step " + wanted.label();
        if (staging.finish().filter(step::equals).isPresent()) {
            return Outcome.of(PublicFiles.of(plan, folders));
        }
        Optional<RotationState> state = RotationState.read(folders);
        if (wanted != after(state)) {
            throw outOfOrder(state, wanted);
        }
        Inventory inventory = Inventory.read(plan, Layout.proper(folders));
        requireWhole(inventory);
        requireRoots(state, inventory.roots());
        Outcome<Inventory> sound = issuance.complete(plan, inventory.layout());
        if (sound.value().isEmpty()) {
            return sound.map(none -> List.of());
        }
        staging.begin(step);
        Outcome<List<X509Certificate>> staged = stage(plan, wanted, inventory.roots());
        if (staged.value().isEmpty()) {
            return staged.map(none -> List.of());
        }
        staging.commit(step, wanted != RootPhase.TRUST_BOTH);
        List<PublicFile> files = PublicFiles.of(plan, folders);
        return staged.map(roots -> files);
    }

    private Outcome<List<X509Certificate>> stage(CertificatePlan plan, RootPhase phase, List<X509Certificate> now)
            throws IOException, PkiFailure {
        List<X509Certificate> roots = switch (phase) {
            case TRUST_BOTH -> List.of(now.get(0), newRoot(plan));
            case NEW_INTERMEDIATES -> List.of(now.get(1), now.get(0));
            case NEW_ONLY -> List.of(now.get(0));
        };
        writeOnce(plan.root().certificateFile(), CertificateFile.pem(roots));
        X509Certificate oldRoot = phase == RootPhase.NEW_ONLY ? now.get(1) : now.get(0);
        X509Certificate newRoot = phase == RootPhase.TRUST_BOTH ? roots.get(1) : roots.get(0);
        writeOnce(
                RotationState.FILE,
                new RotationState(phase, CertificateFile.fingerprint(oldRoot), CertificateFile.fingerprint(newRoot))
                        .toJson());
        if (phase == RootPhase.NEW_INTERMEDIATES) {
            Layout all = new Layout(folders, new HashSet<>(plan.certificates()));
            return issuance.complete(plan, all).map(inventory -> roots);
        }
        for (PlannedCertificate cluster : plan.clusters()) {
            writeOnce(cluster.rootCopyFile(), CertificateFile.pem(roots));
        }
        return Outcome.of(roots);
    }

    /** The root to come: its key waits among the staged ones until it may sign. */
    private X509Certificate newRoot(CertificatePlan plan) throws IOException, PkiFailure {
        Path begun = folders.staged().publicFile(plan.root().certificateFile());
        if (Files.exists(begun)) {
            return CertificateFile.read(folders.publicFolder(), begun).get(1);
        }
        PlannedCertificate root = plan.root();
        KeyFiles keys = new KeyFiles(environment);
        Path file = folders.staged().keyFile(root.keyFile());
        if (Files.exists(file)) {
            return new CertificateIssuer(environment).selfSigned(root, keys.read(file));
        }
        Optional<Passphrase> passphrase =
                plan.rootKeyEncrypted() ? Optional.of(keys.newPassphrase(file)) : Optional.empty();
        Layout staged = new Layout(folders, new HashSet<>(List.of(root)));
        SigningKey key = new KeyMaker(environment, keys)
                .make(List.of(root), staged, passphrase)
                .values()
                .iterator()
                .next();
        return new CertificateIssuer(environment).selfSigned(root, key);
    }

    /** A step that was killed goes on with what it had made. */
    private void writeOnce(String relative, byte[] bytes) throws IOException {
        Path file = folders.staged().publicFile(relative);
        if (!Files.exists(file)) {
            NewFile.writePublic(file, bytes);
        }
    }

    private void requireRoots(Optional<RotationState> state, List<X509Certificate> roots) throws PkiFailure {
        if (state.isPresent()) {
            state.get().requireRoots(folders, roots);
        } else if (roots.size() != 1) {
            Path file = folders.publicFile("root-cert.pem");
            throw new PkiFailure(
                    "pki-rotation-state",
                    file,
                    "`" + file + "` holds " + roots.size() + " certificates, and no rotation of meshgen has begun.",
                    "Finish the rotation that was begun by other means: a rotation starts from one root.");
        }
    }

    private static void requireWhole(Inventory inventory) throws PkiFailure {
        if (!inventory.missing().isEmpty()) {
            Path file = inventory.missing().get(0);
            throw new PkiFailure(
                    "pki-certificate-missing",
                    file,
                    "`" + file + "` is missing, and a root rotation concerns all certificates.",
                    "Run `meshgen generate` first, then rotate.");
        }
    }

    private PkiFailure outOfOrder(Optional<RotationState> state, RootPhase wanted) {
        String stands =
                state.map(found -> "stands at `" + found.phase().label() + "`").orElse("hasn't begun");
        return new PkiFailure(
                "pki-rotation-order",
                folders.publicFile(RotationState.FILE),
                "The root rotation " + stands + ", so step `" + wanted.label() + "` can't be taken.",
                "The next step is `meshgen ca rotate root --step "
                        + after(state).label() + "`: any other would leave workloads that don't trust each other.");
    }
}
