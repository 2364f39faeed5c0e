package dev.meshgen.output;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.Journal;
import dev.meshgen.tree.FileState;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Finds every file of a folder that isn't as the tree has it, and writes nothing.
 *
 * @param given folder of the tree, which need not exist
 */
public record TreeInspector(Path given) {
    /** Where `terraform init` writes which provider it chose; people commit it. */
    private static final String PROVIDERS = "terraform/.terraform.lock.hcl";

    /**
     * The files that aren't fresh, by path. Files of other people count where the tools that apply
     * the tree would read them: in the folders that the tree writes.
     */
    public Outcome<SortedMap<String, FileState>> inspect(OutputTree tree) {
        Path folder = given.toAbsolutePath().normalize();
        try {
            Outcome<Written> written =
                    new LockFile(folder, given).written(Journal.read(folder.resolve(TreePath.JOURNAL)));
            return written.value().isPresent()
                    ? Outcome.of(
                            states(tree, new FileStates(folder, written.value().get())), written.diagnostics())
                    : new Outcome<>(Optional.empty(), written.diagnostics());
        } catch (IOException e) {
            return Outcome.failure(Diagnostic.error(
                    "output-failed",
                    given,
                    "meshgen could not read the tree: " + e.getClass().getSimpleName() + " on `" + e.getMessage()
                            + "`.",
                    "Check the folder's permissions."));
        }
    }

    private static SortedMap<String, FileState> states(OutputTree tree, FileStates states) throws IOException {
        SortedMap<String, FileState> found = states.of(tree);
        addForeign(tree, states.folder(), found);
        // It can't list itself, so that nothing tells an edit from an older state.
        FileState lock = states.of(Lock.file(tree));
        found.put(Lock.FILE, lock == FileState.FOREIGN ? FileState.STALE : lock);
        found.values().removeIf(state -> state == FileState.FRESH);
        return found;
    }

    private static void addForeign(OutputTree tree, Path folder, SortedMap<String, FileState> found)
            throws IOException {
        Set<String> written = tree.files().keySet().stream()
                .filter(path -> path.contains("/"))
                .map(path -> path.substring(0, path.indexOf('/')))
                .collect(Collectors.toSet());
        for (String top : written) {
            for (Path each : Folders.entries(folder.resolve(top))) {
                String path = folder.relativize(each).toString().replace('\\', '/');
                if (TreePath.refusal(path).isEmpty() && !path.equals(PROVIDERS)) {
                    found.putIfAbsent(path, FileState.FOREIGN);
                }
            }
        }
        // The certificates are the authority's, but nobody may hide them from reviewers.
        for (Path each : Folders.entries(folder.resolve("pki"))) {
            if (each.endsWith(".gitattributes")) {
                found.put(folder.relativize(each).toString().replace('\\', '/'), FileState.FOREIGN);
            }
        }
    }
}
