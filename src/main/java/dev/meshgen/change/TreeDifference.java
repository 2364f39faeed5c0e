package dev.meshgen.change;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How two trees differ.
 *
 * @param summary in a mesh's own words, one line for each fact
 * @param azure the resources that are destroyed or replaced
 * @param files that differ, by path
 */
public record TreeDifference(List<String> summary, List<AzureChange> azure, List<FileChange> files) {
    public TreeDifference {
        summary = List.copyOf(summary);
        azure = List.copyOf(azure);
        files = List.copyOf(files);
    }

    /**
     * @param before texts of all files of a tree, by path
     * @param after the same of the other tree
     */
    public static TreeDifference between(Map<String, String> before, Map<String, String> after) {
        SortedSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<FileChange> files = paths.stream()
                .filter(path -> !Objects.equals(before.get(path), after.get(path)))
                .map(path -> new FileChange(
                        path, Optional.ofNullable(before.get(path)), Optional.ofNullable(after.get(path))))
                .toList();
        return new TreeDifference(MeshSummary.between(before, after), AzureChanges.between(before, after), files);
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }
}
