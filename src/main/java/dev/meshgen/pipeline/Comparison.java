package dev.meshgen.pipeline;

import dev.meshgen.change.AddressSpaces;
import dev.meshgen.change.TreeDifference;
import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.Reason;
import dev.meshgen.output.TreeReader;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.FileState;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** The tree's files as the folder has them; nothing, if Terraform's files stay as they are. */
    static SortedMap<String, String> applied(Path folder, OutputTree tree, ChangeSet changes) throws IOException {
        List<String> stale = Stream.concat(changes.changed().stream(), changes.removed().stream())
                .filter(path -> path.startsWith("terraform/"))
                .toList();
        if (stale.isEmpty()) {
            return new TreeMap<>();
        }
        SortedMap<String, String> before = texts(tree);
        before.keySet().removeAll(changes.added());
        before.putAll(new TreeReader(folder).read(stale));
        return before;
    }

    /** What Azure refuses, though Terraform plans it. */
    static List<Diagnostic> refused(Path folder, Map<String, String> before, Map<String, String> after) {
        List<Diagnostic> warnings = new ArrayList<>();
        AddressSpaces.changed(before, after)
                .forEach((cluster, ranges) -> warnings.add(Diagnostic.warning(
                        "azure-address-space",
                        folder.resolve("terraform/cluster-" + cluster + ".tf"),
                        "The address space of cluster `" + cluster + "` changes (" + ranges
                                + "): Azure refuses that in step 00 while the cluster has nodes.",
                        "Keep the range. For another one, add a cluster, move the applications there, and remove"
                                + " cluster `" + cluster + "`.")));
        return warnings;
    }

    static Diagnostic unreadable(Path folder, IOException e) {
        return Diagnostic.error(
                "output-failed",
                folder,
                "meshgen could not read the tree: " + Reason.withFile(e) + ".",
                "Check the folder's permissions.");
    }

    static SortedMap<String, String> texts(OutputTree tree) {
        SortedMap<String, String> texts = new TreeMap<>();
        tree.files().forEach((path, file) -> texts.put(path, file.text()));
        return texts;
    }
}
