package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.pki.PlannedCertificate.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proves that the certificates and keys of a tree are what its plan asks for and belong together; changes nothing. */
public final class Verification {
    private final PkiEnvironment environment;
    private final PkiFolders folders;

    public Verification(PkiEnvironment environment) {
        this.environment = environment;
        this.folders = environment.folders();
    }

    public Outcome<VerificationReport> verify(CertificatePlan plan) {
        return PkiFailure.asOutcome(folders.publicFolder(), () -> {
            Staging staging = new Staging(folders);
            Optional<String> ready = staging.ready();
            if (ready.isPresent()) {
                throw staging.unfinished(ready.get());
            }
            Inventory inventory = Inventory.read(plan, Layout.proper(folders));
            List<Diagnostic> found = new ArrayList<>(
                    new Examination(new CertificateFacts(environment.clock().instant(), Severity.ERROR))
                            .examine(inventory));
            inventory.missing().forEach(file -> found.add(missing(file)));
            rotationState(inventory).ifPresent(found::add);
            List<Path> keys = new ArrayList<>();
            List<Path> absent = new ArrayList<>();
            for (PlannedCertificate planned : plan.certificates()) {
                Path file = inventory.layout().key(planned);
                if (Files.exists(file) || Files.isSymbolicLink(file)) {
                    keys.add(file);
                    key(inventory, planned, file).ifPresent(found::add);
                } else {
                    absent.add(file);
                }
            }
            List<Path> files = List.copyOf(inventory.files().keySet());
            return Outcome.of(
                    new VerificationReport(files, keys, absent),
                    found.stream().sorted().distinct().toList());
        });
    }

    private Optional<Diagnostic> rotationState(Inventory inventory) throws IOException {
        try {
            Optional<RotationState> state = RotationState.read(folders);
            if (state.isPresent()) {
                state.get().requireRoots(folders, inventory.roots());
            }
            return Optional.empty();
        } catch (PkiFailure e) {
            return Optional.of(e.diagnostic());
        }
    }

    private Optional<Diagnostic> key(Inventory inventory, PlannedCertificate planned, Path file) throws IOException {
        try {
            boolean encrypted = KeyFiles.isEncrypted(folders.keysFolder(), file);
            if (encrypted && planned.role() != Role.ROOT) {
                return Optional.of(encryptedForIstio(file));
            }
            SigningKey key = new KeyFiles(environment).read(file);
            if (inventory.certificate(planned).filter(one -> !key.matches(one)).isPresent()) {
                throw KeyMatch.mismatch(file, inventory.layout().certificate(planned));
            }
            boolean plain = planned.role() == Role.ROOT
                    && !encrypted
                    && inventory.plan().rootKeyEncrypted();
            return plain ? Optional.of(Issuance.plainRoot(file)) : Optional.empty();
        } catch (PkiFailure e) {
            boolean closed = e.diagnostic().rule().value().equals("pki-passphrase-missing");
            return Optional.of(closed ? unopened(file) : e.diagnostic());
        }
    }

    private static Diagnostic unopened(Path file) {
        return Finding.warning(
                "pki-passphrase-missing",
                file,
                "Private key `" + file + "` is encrypted, so it wasn't compared with its certificate.",
                "Give the passphrase to have it compared.");
    }

    static Diagnostic encryptedForIstio(Path file) {
        return Finding.error(
                "pki-key-encrypted",
                file,
                "Private key `" + file + "` is encrypted, and neither istiod nor a gateway can open it.",
                "Decrypt it by `openssl pkcs8` into a file of mode 0600.");
    }

    private static Diagnostic missing(Path file) {
        return Finding.error(
                "pki-certificate-missing", file, "`" + file + "` is missing.", "Run `meshgen generate` to make it.");
    }
}
