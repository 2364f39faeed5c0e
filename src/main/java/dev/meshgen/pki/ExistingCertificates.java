package dev.meshgen.pki;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
}
