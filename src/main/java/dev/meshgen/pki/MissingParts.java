package dev.meshgen.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes what an inventory lacks. Everything that could stop it is looked at before the first key is made, and each key is safely on disk before
 * its certificate, so that a run which is killed leaves nothing that the next can't finish.
 */
final class MissingParts {
    private final PkiEnvironment environment;
    private final KeyFiles keyFiles;
    private final Inventory inventory;
    private final CertificatePlan plan;
    private final Layout layout;
    private final Map<PlannedCertificate, SigningKey> keys = new LinkedHashMap<>();
    private final Map<PlannedCertificate, X509Certificate> certificates = new LinkedHashMap<>();

    MissingParts(PkiEnvironment environment, Inventory inventory) {
        this.environment = environment;
        this.keyFiles = new KeyFiles(environment);
        this.inventory = inventory;
        this.plan = inventory.plan();
        this.layout = inventory.layout();
    }

    void make() throws IOException, PkiFailure {
        List<PlannedCertificate> lacking =
                plan.certificates().stream().filter(inventory::lacks).toList();
        for (PlannedCertificate planned : plan.certificates()) {
            inventory.certificate(planned).ifPresent(found -> certificates.put(planned, found));
        }
        for (PlannedCertificate planned : lacking) {
            requireNothingIssued(planned);
            loadIssuer(planned);
        }
        List<PlannedCertificate> newKeys = loadOwnKeys(lacking);
        Optional<Passphrase> passphrase = newKeys.contains(plan.root()) && plan.rootKeyEncrypted()
                ? Optional.of(keyFiles.newPassphrase(layout.key(plan.root())))
                : Optional.empty();
        keys.putAll(new KeyMaker(environment, keyFiles).make(newKeys, layout, passphrase));
        for (PlannedCertificate planned : lacking) {
            issue(planned);
        }
        for (PlannedCertificate planned : plan.issued()) {
            writeCompanions(planned);
        }
    }

    /** A new certificate in the place of one that is lost would orphan what the lost one has signed: even with its key, it would start later. */
    private void requireNothingIssued(PlannedCertificate planned) throws PkiFailure {
        Path file = layout.certificate(planned);
        if (plan.issuedBy(planned).stream().anyMatch(each -> !inventory.lacks(each))) {
            throw new PkiFailure(
                    "pki-certificate-missing",
                    file,
                    "Certificate `" + file + "` is missing, and others that it has signed are there.",
                    "Restore it from version control.");
        }
    }

    private void loadIssuer(PlannedCertificate planned) throws IOException, PkiFailure {
        PlannedCertificate issuer = plan.issuerOf(planned);
        if (keys.containsKey(issuer) || inventory.lacks(issuer)) {
            return;
        }
        Path file = layout.key(issuer);
        if (!Files.exists(file)) {
            throw issuerKeyMissing(planned, file);
        }
        X509Certificate certificate = certificates.get(issuer);
        if (environment.clock().instant().isAfter(certificate.getNotAfter().toInstant())) {
            Path expired = layout.certificate(issuer);
            throw new PkiFailure(
                    "pki-expired",
                    expired,
                    "Certificate `" + expired + "` has expired and can't sign for " + planned.title() + ".",
                    "Replace it by `meshgen ca rotate " + CertificateFacts.rotation(issuer) + "`.");
        }
        SigningKey key = keyFiles.read(file);
        if (!key.matches(certificate)) {
            throw KeyMatch.mismatch(file, layout.certificate(issuer));
        }
        keys.put(issuer, key);
    }

    private static PkiFailure issuerKeyMissing(PlannedCertificate planned, Path file) {
        String request = planned.isAuthority()
                ? ", or run `meshgen ca request " + planned.name() + "` here and have the request signed there"
                : "";
        return new PkiFailure(
                "pki-issuer-key-missing",
                file,
                "Private key `" + file + "` isn't here, and " + planned.title() + " needs a certificate signed by it.",
                "Run the same command where the key lies and bring the new files here" + request
                        + "; if it lies in another folder, name that by `--keys-dir`.");
    }

    /** Reads the keys that a killed run has left without a certificate; what remains has to be made. */
    private List<PlannedCertificate> loadOwnKeys(List<PlannedCertificate> lacking) throws IOException, PkiFailure {
        List<PlannedCertificate> remaining = new ArrayList<>();
        for (PlannedCertificate planned : lacking) {
            Path file = layout.key(planned);
            if (!Files.exists(file)) {
                remaining.add(planned);
                continue;
            }
            SigningKey key = keyFiles.read(file);
            if (!KeyAlgorithm.isSound(key.publicKey())) {
                throw new PkiFailure(
                        "pki-algorithm",
                        file,
                        "Private key `" + file + "` is " + KeyAlgorithm.describe(key.publicKey()) + ".",
                        "Move it away: meshgen then makes one as specified.");
            }
            keys.put(planned, key);
        }
        return remaining;
    }

    private void issue(PlannedCertificate planned) throws IOException {
        CertificateIssuer issuing = new CertificateIssuer(environment);
        PlannedCertificate issuer = plan.issuerOf(planned);
        SigningKey key = required(keys, planned);
        X509Certificate made = issuer.equals(planned)
                ? issuing.selfSigned(planned, key)
                : issuing.issued(planned, key.publicKey(), required(certificates, issuer), required(keys, issuer));
        certificates.put(planned, made);
        // A server presents its issuer too; the root is what clients have.
        List<X509Certificate> content =
                planned.isAuthority() ? List.of(made) : List.of(made, required(certificates, issuer));
        NewFile.writePublic(layout.certificate(planned), CertificateFile.pem(content));
    }

    private void writeCompanions(PlannedCertificate planned) throws IOException {
        List<X509Certificate> roots =
                inventory.roots().isEmpty() ? List.of(required(certificates, plan.root())) : inventory.roots();
        for (String relative : planned.publicFiles()) {
            Path file = layout.publicFile(planned, relative);
            if (inventory.missing().contains(file) && relative.equals(planned.chainFile())) {
                X509Certificate certificate = required(certificates, planned);
                X509Certificate root = TrustChain.issuer(certificate, roots).orElse(roots.get(0));
                NewFile.writePublic(file, CertificateFile.pem(List.of(certificate, root)));
            } else if (inventory.missing().contains(file) && relative.equals(planned.rootCopyFile())) {
                NewFile.writePublic(file, CertificateFile.pem(roots));
            }
        }
    }

    private static <T> T required(Map<PlannedCertificate, T> map, PlannedCertificate planned) {
        return Optional.ofNullable(map.get(planned)).orElseThrow();
    }
}
