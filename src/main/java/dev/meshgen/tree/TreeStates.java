package dev.meshgen.tree;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the files in a folder compare with a tree.
 *
 * @param generated how many files the tree has
 * @param others the files that aren't as generated, by path
 */
public record TreeStates(int generated, SortedMap<String, FileState> others) {
    public TreeStates {
        others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
    }
}
