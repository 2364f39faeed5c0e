package dev.meshgen.tree;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole output tree in memory.
 *
 * @param generator name and version of this program
 * @param specDigest SHA-256 of the complete specification, defaults included, in hex
 * @param files by path
 */
public record OutputTree(String generator, String specDigest, SortedMap<String, OutputFile> files) {
    public static OutputTree of(String generator, String specDigest, Collection<OutputFile> files) {
        SortedMap<String, OutputFile> byPath = new TreeMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        return new OutputTree(generator, specDigest, Collections.unmodifiableSortedMap(byPath));
    }
}
