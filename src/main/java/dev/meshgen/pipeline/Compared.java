package dev.meshgen.pipeline;

import dev.meshgen.change.TreeDifference;
import dev.meshgen.tree.FileState;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Two trees that were compared.
 *
 * @param states of the files that {@code generate} would not replace as a matter of course, by path
 */
public record Compared(TreeDifference difference, SortedMap<String, FileState> states) {
    public Compared {
        states = Collections.unmodifiableSortedMap(new TreeMap<>(states));
    }

    public boolean isEmpty() {
        return difference.isEmpty() && states.isEmpty();
    }
}
