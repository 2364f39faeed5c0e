package dev.meshgen.output;

import java.util.List;

/**
 * What writing a tree does to the folder; every list holds paths, sorted.
 *
 * @param unchanged files that are right already
 */
public record ChangeSet(List<String> added, List<String> changed, List<String> removed, List<String> unchanged) {
    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
