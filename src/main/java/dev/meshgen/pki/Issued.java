package dev.meshgen.pki;

import java.util.List;

/**
 * What a run that makes missing certificates leaves in the tree.
 *
 * @param files that are there, relative to the tree and sorted
 * @param made those of them that weren't there before
 * @param isWhole whether none is missing
 */
public record Issued(List<String> files, List<String> made, boolean isWhole) {
    public Issued {
        files = List.copyOf(files);
        made = List.copyOf(made);
    }
}
