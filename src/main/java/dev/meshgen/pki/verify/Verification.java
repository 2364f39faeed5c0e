package dev.meshgen.pki.verify;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.KeyFiles;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.RotationState;
import dev.meshgen.pki.files.Staging;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.x509.SigningKey;
import dev.meshgen.pki.x509.TrustedRoot;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves that a tree's certificates and keys are what its plan asks for and belong together;
 * changes nothing.
 */
public final class Verification {
    private final PkiFolders folders;
    private final KeyFiles keyFiles;
    private final Clock clock;

    public Verification(PkiFolders folders, KeyFiles keyFiles, Clock clock) {
        this.folders = folders;
        this.keyFiles = keyFiles;
        this.clock = clock;
    }

    public Outcome<VerificationReport> verify(CertificatePlan plan) {
        return new Staging(folders, plan).requireFinished().then(finished -> compare(plan));
    }

    private Outcome<VerificationReport> compare(CertificatePlan plan) {
        Inventory inventory = Inventory.read(plan, Layout.proper(folders));
        List<Diagnostic> found = new ArrayList<>(
                new Examination(new CertificateFacts(clock.instant(), Severity.ERROR)).examine(inventory));
        found.addAll(new MissingFiles(inventory).explained());
        found.addAll(new RevocationExamination(clock.instant()).examine(inventory));
        found.addAll(rotationState(inventory));
        List<Path> keys = new ArrayList<>();
        List<Path> absent = new ArrayList<>();
        for (PlannedCertificate planned : plan.certificates()) {
            Path file = inventory.layout().key(planned);
            if (keyFiles.has(file)) {
                keys.add(file);
                found.addAll(key(inventory, planned, file));
            } else {
                absent.add(file);
                found.addAll(keyFiles.unsafe(List.of(file)));
            }
        }
        return Outcome.of(
                new VerificationReport(
                        List.copyOf(inventory.files().keySet()), keys, absent, TrustedRoot.of(inventory.roots())),
                found.stream().sorted().distinct().toList());
    }

    private List<Diagnostic> rotationState(Inventory inventory) {
        return RotationState.read(folders)
                .then(state ->
                        Outcome.each(state.stream().toList(), found -> found.requireRoots(folders, inventory.roots())))
                .diagnostics();
    }

    private List<Diagnostic> key(Inventory inventory, PlannedCertificate planned, Path file) {
        return keyFiles
                .isEncrypted(file)
                .then(encrypted -> requireForm(inventory, planned, encrypted))
                .then(readable -> keyFiles.read(file))
                .then(key -> requireMatch(inventory, planned, key))
                .diagnostics()
                .stream()
                .map(each -> each.rule().value().equals("pki-passphrase-missing") ? unopened(file) : each)
                .toList();
    }

    private static Outcome<Path> requireForm(Inventory inventory, PlannedCertificate planned, boolean encrypted) {
        Path file = inventory.layout().key(planned);
        boolean root = planned.role() == Role.ROOT;
        if (encrypted && !root) {
            return Outcome.failure(encryptedForIstio(file));
        }
        boolean plainRoot = root && !encrypted && inventory.plan().rootKeyEncrypted();
        return Outcome.of(file, plainRoot ? List.of(plainRoot(file)) : List.of());
    }

    private static Outcome<SigningKey> requireMatch(Inventory inventory, PlannedCertificate planned, SigningKey key) {
        Path file = inventory.layout().key(planned);
        Path certificateFile = inventory.layout().certificate(planned);
        return inventory
                .certificate(planned)
                .map(certificate -> key.requireMatch(file, certificate, certificateFile))
                .orElseGet(() -> Outcome.of(key));
    }

    private static Diagnostic unopened(Path file) {
        return Diagnostic.warning(
                "pki-passphrase-missing",
                file,
                "Private key `" + file + "` is encrypted, so it wasn't compared with its certificate.",
                "Give the passphrase to have it compared.");
    }

    /** The warning that whoever can read the root's key can sign for the mesh. */
    public static Diagnostic plainRoot(Path file) {
        return Diagnostic.warning(
                "pki-plain-root-key",
                file,
                "The root's private key `" + file + "` isn't encrypted: whoever reads it owns the mesh.",
                "Encrypt it with `openssl pkcs8 -topk8 -v2 aes-256-cbc`, or keep it offline.");
    }

    /** The error that neither istiod nor a gateway can open a key. */
    public static Diagnostic encryptedForIstio(Path file) {
        return Diagnostic.error(
                "pki-key-encrypted",
                file,
                "Private key `" + file + "` is encrypted, and neither istiod nor a gateway can open it.",
                "Decrypt it with `openssl pkcs8` into a file of mode 0600.");
    }
}
