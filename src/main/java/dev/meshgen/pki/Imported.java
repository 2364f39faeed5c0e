package dev.meshgen.pki;

import dev.meshgen.pki.x509.TrustedRoot;
import java.util.List;

/**
 * What an import has left in the tree.
 *
 * @param files relative to the tree, sorted
 * @param roots that the certificate leads to
 * @param missing the clusters whose certificates have yet to be imported, and {@code ingress}
 */
public record Imported(List<String> files, List<TrustedRoot> roots, List<String> missing) {
    public Imported {
        files = List.copyOf(files);
        roots = List.copyOf(roots);
        missing = List.copyOf(missing);
    }
}
