package dev.meshgen.pipeline;

import dev.meshgen.change.AzureChange;
import dev.meshgen.change.AzureChanges;
import dev.meshgen.change.TreeDifference;
import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.output.TreeReader;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.FileState;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a tree in memory with one in a folder, or with another one in memory. */
final class Comparison {
    /** What {@code generate} does with these is what the difference of the texts shows. */
    private static final Set<FileState> PLAIN = Set.of(FileState.MISSING, FileState.ORPHAN);

    private Comparison() {}

    static Compared between(OutputTree before, OutputTree after) {
        return new Compared(TreeDifference.between(texts(before), texts(after)), new TreeMap<>());
    }

    static Outcome<Compared> withFolder(Inspected inspected, OutputTree after) {
        Map<String, FileState> others = inspected.states().others().entrySet().stream()
                .filter(each -> !each.getKey().equals(TreePath.LOCK))
                .filter(each ->
                        each.getValue() != FileState.FOREIGN || after.files().containsKey(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        try {
            SortedMap<String, String> before = texts(after);
            before.keySet().removeAll(others.keySet());
            before.putAll(new TreeReader(inspected.folder()).read(others.keySet()));
            TreeDifference difference = TreeDifference.between(before, texts(after));
            SortedMap<String, FileState> states = new TreeMap<>(others);
            states.values().removeAll(PLAIN);
            difference.files().forEach(file -> states.remove(file.path(), FileState.STALE));
            return Outcome.of(new Compared(difference, states));
        } catch (IOException e) {
            return Outcome.failure(unreadable(inspected.folder(), e));
        }
    }

    /** What Terraform would destroy or replace, once the folder has the tree. */
    static List<AzureChange> azure(Path folder, OutputTree tree, ChangeSet changes) throws IOException {
        List<String> stale = Stream.concat(changes.changed().stream(), changes.removed().stream())
                .filter(path -> path.startsWith("terraform/"))
                .toList();
        if (stale.isEmpty()) {
            return List.of();
        }
        SortedMap<String, String> before = texts(tree);
        before.keySet().removeAll(changes.added());
        before.putAll(new TreeReader(folder).read(stale));
        return AzureChanges.between(before, texts(tree));
    }

    static Diagnostic unreadable(Path folder, IOException e) {
        return Diagnostic.error(
                "output-failed",
                folder,
                "meshgen could not read the tree: " + e.getClass().getSimpleName() + " on `" + e.getMessage() + "`.",
                "Check the folder's permissions.");
    }

    static SortedMap<String, String> texts(OutputTree tree) {
        SortedMap<String, String> texts = new TreeMap<>();
        tree.files().forEach((path, file) -> texts.put(path, file.text()));
        return texts;
    }
}
