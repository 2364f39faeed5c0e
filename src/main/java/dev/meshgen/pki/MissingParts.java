package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.KeyFiles;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.x509.CertificateIssuer;
import dev.meshgen.pki.x509.SigningKey;
import dev.meshgen.pki.x509.TrustChain;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes what an inventory lacks. Everything that could stop it is checked before the first key is
 * made, and each key is safely on disk before its certificate, so that a run which is killed leaves
 * nothing that the next can't finish.
 */
final class MissingParts {
    private final PkiEnvironment environment;
    private final KeyFiles keyFiles;
    private final PublicFiles publicFiles;
    private final Inventory inventory;
    private final CertificatePlan plan;
    private final Layout layout;
    private final Set<PlannedCertificate> waiting;
    private final Map<PlannedCertificate, SigningKey> keys = new LinkedHashMap<>();
    private final Map<PlannedCertificate, X509Certificate> certificates = new LinkedHashMap<>();

    /** @param waiting what may not be made yet */
    MissingParts(PkiEnvironment environment, Inventory inventory, Set<PlannedCertificate> waiting) {
        this.waiting = waiting;
        this.environment = environment;
        this.keyFiles = environment.keyFiles();
        this.publicFiles = environment.publicFiles();
        this.inventory = inventory;
        this.plan = inventory.plan();
        this.layout = inventory.layout();
    }

    /** The files that were made. */
    Outcome<List<Path>> make() {
        for (PlannedCertificate planned : plan.certificates()) {
            inventory.certificateOrChained(planned).ifPresent(found -> certificates.put(planned, found));
        }
        List<PlannedCertificate> lacking = plan.certificates().stream()
                .filter(planned -> !certificates.containsKey(planned) && !waiting.contains(planned))
                .toList();
        return Outcome.each(certificates.keySet(), this::requireChain)
                .then(chains -> Outcome.each(lacking, this::requireNothingIssued))
                .then(lost -> Outcome.each(lacking, this::loadIssuer))
                .then(issuers -> Outcome.each(lacking, this::loadOwnKey))
                .then(own -> makeKeys(lacking))
                .then(made -> Outcome.each(lacking, this::issue))
                .then(issued -> Outcome.each(missingCompanions(), this::writeCompanion));
    }

    /**
     * A new certificate in place of a lost one would start later and so orphan what the lost one
     * has signed.
     */
    private Outcome<PlannedCertificate> requireNothingIssued(PlannedCertificate planned) {
        Path file = layout.certificate(planned);
        return plan.issuedBy(planned).stream().allMatch(inventory::lacks)
                ? Outcome.of(planned)
                : Outcome.failure(Diagnostic.error(
                        "pki-certificate-missing",
                        file,
                        "Certificate `" + file + "` is missing, but certificates that it has signed are there.",
                        "Restore it from version control."));
    }

    private Outcome<PlannedCertificate> loadIssuer(PlannedCertificate planned) {
        PlannedCertificate issuer = plan.issuerOf(planned);
        if (keys.containsKey(issuer) || !certificates.containsKey(issuer)) {
            return Outcome.of(planned);
        }
        Path file = layout.key(issuer);
        if (!keyFiles.has(file)) {
            return Outcome.failure(issuerKeyMissing(planned, file));
        }
        X509Certificate certificate = required(certificates, issuer);
        if (environment.clock().instant().isAfter(certificate.getNotAfter().toInstant())) {
            return Outcome.failure(expired(planned, issuer));
        }
        return keyFiles.read(file)
                .then(key -> key.requireMatch(file, certificate, layout.certificate(issuer)))
                .map(key -> keep(issuer, key));
    }

    private Diagnostic expired(PlannedCertificate planned, PlannedCertificate issuer) {
        Path file = layout.certificate(issuer);
        return Diagnostic.error(
                "pki-expired",
                file,
                "Certificate `" + file + "` has expired and can't sign for " + planned.title() + ".",
                "Replace it with `meshgen ca rotate " + issuer.rotation() + "`.");
    }

    private static Diagnostic issuerKeyMissing(PlannedCertificate planned, Path file) {
        String request = planned.isAuthority()
                ? ", or run `meshgen ca request " + planned.name() + "` here and have the request signed there"
                : "";
        return Diagnostic.error(
                "pki-issuer-key-missing",
                file,
                "Private key `" + file + "` isn't here, and " + planned.title() + " needs a certificate signed by it.",
                "Run the same command where the key is and bring the new files here" + request
                        + "; if it is in another folder, name that with `--keys-dir`.");
    }

    /** Reads the key that a killed run has left without a certificate. */
    private Outcome<PlannedCertificate> loadOwnKey(PlannedCertificate planned) {
        Path file = layout.key(planned);
        return keyFiles.has(file)
                ? keyFiles.read(file).then(key -> requireSound(file, key)).map(key -> keep(planned, key))
                : Outcome.of(planned);
    }

    private static Outcome<SigningKey> requireSound(Path file, SigningKey key) {
        return key.type().isSound()
                ? Outcome.of(key)
                : Outcome.failure(Diagnostic.error(
                        "pki-algorithm",
                        file,
                        "Private key `" + file + "` is " + key.type().label() + ".",
                        "Move it away: meshgen then makes one as specified."));
    }

    private PlannedCertificate keep(PlannedCertificate planned, SigningKey key) {
        keys.put(planned, key);
        return planned;
    }

    private Outcome<Map<PlannedCertificate, SigningKey>> makeKeys(List<PlannedCertificate> lacking) {
        List<PlannedCertificate> wanted =
                lacking.stream().filter(planned -> !keys.containsKey(planned)).toList();
        return new KeyMaker(environment, plan, layout).make(wanted).map(made -> {
            for (int i = 0; i < wanted.size(); i++) {
                keys.put(wanted.get(i), made.get(i));
            }
            return keys;
        });
    }

    private Outcome<Path> issue(PlannedCertificate planned) {
        CertificateIssuer issuing = environment.issuer();
        PlannedCertificate issuer = plan.issuerOf(planned);
        SigningKey key = required(keys, planned);
        X509Certificate made = issuer.is(planned)
                ? issuing.selfSigned(planned, key)
                : issuing.issued(planned, key.publicKey(), required(certificates, issuer), required(keys, issuer));
        certificates.put(planned, made);
        List<X509Certificate> content = new ArrayList<>(List.of(made));
        if (!planned.isAuthority()) {
            // A server presents every issuer below the root, which is what clients have.
            content.addAll(belowRoot(issuer));
        }
        return publicFiles.write(layout.certificate(planned), content);
    }

    private List<X509Certificate> belowRoot(PlannedCertificate authority) {
        return chain(authority).orElse(List.of(required(certificates, authority))).stream()
                .filter(each -> !TrustChain.isSelfSigned(each))
                .toList();
    }

    /** A certificate that was made elsewhere may have issuers that only its chain named. */
    private Outcome<PlannedCertificate> requireChain(PlannedCertificate planned) {
        Path file = layout.publicFile(planned, planned.chainFile());
        return !inventory.missing().contains(file) || chain(planned).isPresent()
                ? Outcome.of(planned)
                : Outcome.failure(Diagnostic.error(
                        "pki-certificate-missing",
                        file,
                        "`" + file + "` is missing, and no file of the tree has the issuer of `"
                                + layout.certificate(planned) + "`.",
                        "Restore it from version control."));
    }

    /** A file that goes with a certificate: its chain, or a copy of the roots. */
    private record Companion(PlannedCertificate planned, String relative) {}

    private List<Companion> missingCompanions() {
        return plan.issued().stream()
                .filter(certificates::containsKey)
                .flatMap(planned -> planned.publicFiles().stream()
                        .filter(relative -> inventory.missing().contains(layout.publicFile(planned, relative)))
                        .filter(relative -> !publicFiles.has(layout.publicFile(planned, relative)))
                        .map(relative -> new Companion(planned, relative)))
                .toList();
    }

    private Outcome<Path> writeCompanion(Companion companion) {
        PlannedCertificate planned = companion.planned();
        return publicFiles.write(layout.publicFile(planned, companion.relative()), content(companion));
    }

    private List<X509Certificate> content(Companion companion) {
        PlannedCertificate planned = companion.planned();
        if (companion.relative().equals(planned.certificateFile())) {
            return List.of(required(certificates, planned));
        }
        return companion.relative().equals(planned.rootCopyFile())
                ? roots()
                : chain(planned).orElseThrow();
    }

    private List<X509Certificate> roots() {
        return inventory.roots().isEmpty()
                ? Optional.ofNullable(certificates.get(plan.root())).stream().toList()
                : inventory.roots();
    }

    private Optional<List<X509Certificate>> chain(PlannedCertificate planned) {
        List<X509Certificate> known =
                inventory.files().values().stream().flatMap(List::stream).toList();
        return TrustChain.build(required(certificates, planned), known, roots());
    }

    private static <T> T required(Map<PlannedCertificate, T> map, PlannedCertificate planned) {
        return Optional.ofNullable(map.get(planned)).orElseThrow();
    }
}
