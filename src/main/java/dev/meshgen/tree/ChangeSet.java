package dev.meshgen.tree;

import java.util.List;

/**
 * How a tree differs from the folder that it is written to; every list holds paths, sorted.
 *
 * @param unchanged files that are already as they should be
 * @param overwritten those of the changed files that hold what a person wrote
 */
public record ChangeSet(
        List<String> added,
        List<String> changed,
        List<String> removed,
        List<String> unchanged,
        List<String> overwritten) {
    public ChangeSet(List<String> added, List<String> changed, List<String> removed, List<String> unchanged) {
        this(added, changed, removed, unchanged, List.of());
    }

    public ChangeSet {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        unchanged = List.copyOf(unchanged);
        overwritten = List.copyOf(overwritten);
    }

    /** Whether nothing of the tree was there before. */
    public boolean isNewTree() {
        return changed.isEmpty() && removed.isEmpty() && unchanged.isEmpty();
    }

    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
