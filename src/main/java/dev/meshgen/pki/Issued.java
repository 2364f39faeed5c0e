package dev.meshgen.pki;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run that makes missing certificates leaves in the tree.
 *
 * @param files that are there, relative to the tree and sorted
 * @param made those of them that weren't there before
 * @param keys private keys that weren't there before, wherever they are kept
 * @param isWhole whether none is missing
 */
public record Issued(List<String> files, List<String> made, List<Path> keys, boolean isWhole) {
    /** What a run leaves that makes nothing. */
    public static final Issued NOTHING = new Issued(List.of(), List.of(), List.of(), false);

    public Issued {
        files = List.copyOf(files);
        made = List.copyOf(made);
        keys = List.copyOf(keys);
    }
}
