package dev.meshgen.pipeline;

import dev.meshgen.tree.FileState;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An output tree that was compared with its folder.
 *
 * @param generated how many files the tree has
 * @param others the files that aren't as generated, by path
 */
public record Inspected(Path folder, int generated, SortedMap<String, FileState> others) {
    public Inspected {
        others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
    }
}
