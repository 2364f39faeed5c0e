package dev.meshgen.pki;

import dev.meshgen.pki.x509.TrustedRoot;
import java.util.List;

/**
 * What a mesh has taken over.
 *
 * @param files relative to the tree, sorted
 * @param missing the clusters that have no intermediate yet, and {@code ingress}
 * @param canSign whether the root's key is here, so that what is missing can be made
 */
public record Adopted(List<String> files, TrustedRoot root, List<String> missing, boolean canSign) {
    public Adopted {
        files = List.copyOf(files);
        missing = List.copyOf(missing);
    }
}
