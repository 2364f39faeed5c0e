package dev.meshgen.pki;

import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Certificates and keys that were made elsewhere, for a mesh to take over.
 *
 * @param rootKey absent where it stays with its owner
 * @param intermediates by cluster, and {@code ingress}
 */
public record ExistingCertificates(Path root, Optional<Path> rootKey, SortedMap<String, Intermediate> intermediates) {
    /**
     * An intermediate's files.
     *
     * @param chain the certificate first, then its issuers as far as they are below the root
     */
    public record Intermediate(Path chain, Path key) {}

    public ExistingCertificates(Path root, Optional<Path> rootKey, Map<String, Intermediate> intermediates) {
        this(root, rootKey, new TreeMap<>(intermediates));
    }

    List<String> names() {
        return List.copyOf(intermediates.keySet());
    }

    /** Names these files in a text about copies of them. */
    UnaryOperator<String> named(CertificatePlan plan, Layout copies) {
        SortedMap<Path, Path> originals = originals(plan, copies);
        return text -> {
            String said = text;
            for (Map.Entry<Path, Path> each : originals.entrySet()) {
                said = said.replace(each.getKey().toString(), each.getValue().toString());
            }
            return said;
        };
    }

    private SortedMap<Path, Path> originals(CertificatePlan plan, Layout copies) {
        SortedMap<Path, Path> found = new TreeMap<>();
        found.put(copies.certificate(plan.root()), root);
        rootKey.ifPresent(key -> found.put(copies.key(plan.root()), key));
        for (PlannedCertificate planned : plan.intermediates()) {
            Intermediate given = intermediates.get(planned.name());
            if (given != null) {
                planned.publicFiles().forEach(each -> found.put(copies.publicFile(planned, each), given.chain()));
                found.computeIfPresent(copies.publicFile(planned, planned.rootCopyFile()), (copy, chain) -> root);
                found.put(copies.key(planned), given.key());
            }
        }
        return found;
    }
}
