package dev.meshgen.tree;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A whole output tree in memory.
 *
 * @param generator name and version of this program
 * @param files by path
 * @param ownTemplates the user's templates by name
 */
public record OutputTree(
        String generator, SortedMap<String, OutputFile> files, SortedMap<String, OwnTemplate> ownTemplates) {
    /** How the path of a template begins that is no file of its own. */
    private static final String INCLUDED = "_";

    public static OutputTree of(
            String generator, Collection<OutputFile> files, SortedMap<String, OwnTemplate> ownTemplates) {
        SortedMap<String, OutputFile> byPath = new TreeMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        Set<String> used = files.stream().map(OutputFile::template).collect(Collectors.toSet());
        SortedMap<String, OwnTemplate> own = new TreeMap<>(ownTemplates);
        own.replaceAll((name, template) ->
                used.contains(name) || name.startsWith(INCLUDED) ? template : template.withoutFile());
        return new OutputTree(
                generator, Collections.unmodifiableSortedMap(byPath), Collections.unmodifiableSortedMap(own));
    }
}
