package dev.meshgen.tree;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole output tree in memory.
 *
 * @param generator name and version of this program
 * @param files by path
 * @param ownTemplates the user's templates by name
 */
public record OutputTree(
        String generator, SortedMap<String, OutputFile> files, SortedMap<String, OwnTemplate> ownTemplates) {
    public static OutputTree of(
            String generator, Collection<OutputFile> files, SortedMap<String, OwnTemplate> ownTemplates) {
        SortedMap<String, OutputFile> byPath = new TreeMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        return new OutputTree(generator, Collections.unmodifiableSortedMap(byPath), ownTemplates);
    }
}
