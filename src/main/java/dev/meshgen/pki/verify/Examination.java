package dev.meshgen.pki.verify;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.RotationState;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.x509.CertificatePem;
import dev.meshgen.pki.x509.TrustChain;
import dev.meshgen.pki.x509.TrustedRoot;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the certificates that exist with the plan and with each other; what is missing is left
 * to others.
 */
public final class Examination {
    private final CertificateFacts facts;

    public Examination(CertificateFacts facts) {
        this.facts = facts;
    }

    public List<Diagnostic> examine(Inventory inventory) {
        List<Diagnostic> found = new ArrayList<>(inventory.problems());
        for (PlannedCertificate planned : inventory.plan().certificates()) {
            Path file = inventory.layout().certificate(planned);
            inventory.certificate(planned).ifPresent(one -> found.addAll(facts.check(planned, file, one)));
            found.addAll(chain(inventory, planned));
        }
        found.addAll(sharedKeys(inventory));
        Path roots = inventory.layout().certificate(inventory.plan().root());
        found.addAll(RotationState.requireKnown(inventory.layout().folders(), roots, inventory.roots())
                .diagnostics());
        return found;
    }

    private static List<Diagnostic> chain(Inventory inventory, PlannedCertificate planned) {
        if (planned.role() == Role.ROOT || inventory.roots().isEmpty()) {
            return List.of();
        }
        if (planned.role() == Role.SERVER) {
            return serverChain(inventory, planned);
        }
        List<Diagnostic> found = new ArrayList<>();
        Path chainFile = inventory.layout().publicFile(planned, planned.chainFile());
        inventory.file(planned, planned.chainFile()).ifPresent(chain -> {
            found.addAll(TrustChain.check(chainFile, chain, rootFile(inventory), inventory.roots()));
            inventory
                    .certificate(planned)
                    .filter(certificate -> !certificate.equals(chain.get(0)))
                    .ifPresent(certificate -> found.add(
                            mismatch(chainFile, chain.get(0), inventory.layout().certificate(planned), certificate)));
        });
        inventory
                .file(planned, planned.rootCopyFile())
                .filter(copy -> !copy.equals(inventory.roots()))
                .ifPresent(copy -> found.add(rootMismatch(inventory, planned, copy)));
        return found;
    }

    private static List<Diagnostic> serverChain(Inventory inventory, PlannedCertificate planned) {
        PlannedCertificate issuer = inventory.plan().issuerOf(planned);
        return inventory
                .file(planned, planned.certificateFile())
                .filter(chain -> inventory.certificate(issuer).isPresent())
                .map(chain -> TrustChain.check(
                        inventory.layout().certificate(planned), chain, rootFile(inventory), inventory.roots()))
                .orElse(List.of());
    }

    private static Path rootFile(Inventory inventory) {
        return inventory.layout().certificate(inventory.plan().root());
    }

    static Diagnostic mismatch(Path chain, X509Certificate first, Path file, X509Certificate certificate) {
        return Diagnostic.error(
                        "pki-chain",
                        chain,
                        "Chain `" + chain + "` doesn't start with certificate `" + file + "`.",
                        "Restore both files from the same version, or replace them with `meshgen ca rotate`.")
                .withNote(
                        SourceSpan.wholeFile(chain.toString()),
                        "it starts with `" + TrustedRoot.of(first) + "`, signed by `" + issuer(first) + "`.")
                .withNote(
                        SourceSpan.wholeFile(file.toString()),
                        "here is `" + TrustedRoot.of(certificate) + "`, signed by `" + issuer(certificate) + "`.");
    }

    private static String issuer(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().getName();
    }

    private static Diagnostic rootMismatch(
            Inventory inventory, PlannedCertificate planned, List<X509Certificate> found) {
        Path copy = inventory.layout().publicFile(planned, planned.rootCopyFile());
        Path root = rootFile(inventory);
        return Diagnostic.error(
                        "pki-root-mismatch",
                        copy,
                        "`" + copy + "` differs from `" + root + "`, so the clusters would not trust each other.",
                        "Find out which of the two is the mesh's root. If `" + copy
                                + "` is wrong, delete it; `meshgen generate` copies the mesh's root there.")
                .withNote(SourceSpan.wholeFile(copy.toString()), TrustedRoot.note(found))
                .withNote(SourceSpan.wholeFile(root.toString()), TrustedRoot.note(inventory.roots()));
    }

    /**
     * One key in two clusters: a folder was copied, and one cluster could sign in the other's name.
     */
    private static List<Diagnostic> sharedKeys(Inventory inventory) {
        Map<PublicKey, Path> first = new LinkedHashMap<>();
        List<Diagnostic> found = new ArrayList<>();
        for (PlannedCertificate planned : inventory.plan().certificates()) {
            Path file = inventory.layout().certificate(planned);
            inventory.certificate(planned).map(X509Certificate::getPublicKey).ifPresent(key -> {
                Path other = first.putIfAbsent(key, file);
                if (other != null) {
                    found.add(Diagnostic.error(
                                    "pki-shared-key",
                                    file,
                                    "Certificates `" + file + "` and `" + other
                                            + "` have the same key, with SHA-256 `" + CertificatePem.fingerprint(key)
                                            + "`.",
                                    "Delete the copy, then run `meshgen generate`.")
                            .withNote(SourceSpan.wholeFile(other.toString()), "the other certificate is here."));
                }
            });
        }
        return found;
    }
}
