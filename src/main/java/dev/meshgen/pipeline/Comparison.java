package dev.meshgen.pipeline;

import dev.meshgen.change.AddressSpaces;
import dev.meshgen.change.AzureChange;
import dev.meshgen.change.RotatedPools;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a tree in memory with one in a folder, or with another one in memory. */
final class Comparison {
    /** What {@code generate} does with these is what the difference of the texts shows. */
    private static final Set<FileState> PLAIN = Set.of(FileState.MISSING, FileState.ORPHAN);

    private Comparison() {}

    /** @param asked the specification of the second tree */
    static Outcome<Compared> between(OutputTree before, OutputTree after, Path asked) {
        SortedMap<String, String> old = texts(before);
        SortedMap<String, String> now = texts(after);
        TreeDifference difference = TreeDifference.between(old, now);
        return Outcome.of(
                new Compared(difference, new TreeMap<>()), warnings(old, now, difference.azure(), file -> asked));
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
            SortedMap<String, String> now = texts(after);
            TreeDifference difference = TreeDifference.between(before, now);
            SortedMap<String, FileState> states = new TreeMap<>(others);
            states.values().removeAll(PLAIN);
            difference.files().forEach(file -> states.remove(file.path(), FileState.STALE));
            Path folder = inspected.folder();
            return Outcome.of(
                    new Compared(difference, states),
                    before.isEmpty()
                            ? new Neighbours(folder).warnings(now)
                            : warnings(before, now, difference.azure(), folder::resolve));
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

    /**
     * What Terraform plans as an update, though Azure refuses it or replaces nodes.
     *
     * @param place what to name for a file of the tree
     */
    static List<Diagnostic> warnings(
            Map<String, String> before,
            Map<String, String> after,
            List<AzureChange> azure,
            Function<String, Path> place) {
        List<Diagnostic> warnings = new ArrayList<>();
        AddressSpaces.changed(before, after)
                .forEach((cluster, ranges) -> warnings.add(Diagnostic.warning(
                        "azure-address-space",
                        place.apply(file(cluster)),
                        "The address space of cluster `" + cluster + "` changes (" + ranges
                                + "): Azure refuses that in step 00 while the cluster has nodes.",
                        "Keep the range. For another one, add a cluster, move the applications there, and remove"
                                + " cluster `" + cluster + "`.")));
        RotatedPools.changed(before, after, azure)
                .forEach((cluster, pools) -> warnings.add(Diagnostic.warning(
                        "azure-node-pool",
                        place.apply(file(cluster)),
                        "Step 00 replaces all nodes in pools of cluster `" + cluster + "`: " + String.join(", ", pools)
                                + ". Each pool's pods move to a temporary pool, then to the new nodes.",
                        "Run step 00 when pods may restart twice, and with vCPU quota for both pools at once.")));
        return warnings;
    }

    private static String file(String cluster) {
        return "terraform/cluster-" + cluster + ".tf";
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
