package dev.meshgen.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.Journal;
import dev.meshgen.disk.Reason;
import dev.meshgen.tree.Digest;
import dev.meshgen.tree.FileState;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.TreePath;
import dev.meshgen.tree.TreeStates;
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
    public Outcome<TreeStates> inspect(OutputTree tree) {
        return inspect(Lock.of(tree));
    }

    /**
     * The same without the tree, if its lock is the one in the folder.
     *
     * @param lockDigest of the tree's lock: {@link #lockDigest}
     */
    public Optional<Outcome<TreeStates>> inspect(String lockDigest) {
        try {
            byte[] lock = BoundedFile.read(folder().resolve(Lock.FILE), FileStates.LARGEST);
            return Digest.sha256(lock).equals(lockDigest)
                    ? Lock.parse(new String(lock, UTF_8)).map(this::inspect)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // whoever renders the tree reports that
        }
    }

    /** The digest of the lock that a tree is written with. */
    public static String lockDigest(OutputTree tree) {
        return Lock.Entry.of(Lock.of(tree).asFile()).sha256();
    }

    private Path folder() {
        return given.toAbsolutePath().normalize();
    }

    private Outcome<TreeStates> inspect(Lock wanted) {
        Path folder = folder();
        try {
            Outcome<Written> written =
                    new LockFile(folder, given).written(Journal.read(folder.resolve(TreePath.JOURNAL)));
            return written.value().isPresent()
                    ? Outcome.of(
                            states(
                                    wanted,
                                    new FileStates(folder, written.value().get())),
                            written.diagnostics())
                    : new Outcome<>(Optional.empty(), written.diagnostics());
        } catch (IOException e) {
            return Outcome.failure(Diagnostic.error(
                    "output-failed",
                    given,
                    "meshgen could not read the tree: " + Reason.withFile(e) + ".",
                    "Check the folder's permissions."));
        }
    }

    private static TreeStates states(Lock wanted, FileStates states) throws IOException {
        SortedMap<String, FileState> found = states.of(wanted);
        addForeign(wanted, states.folder(), found);
        // It can't list itself, so that nothing tells an edit from an older state.
        FileState lock = states.of(Lock.FILE, Lock.Entry.of(wanted.asFile()));
        found.put(Lock.FILE, lock == FileState.FOREIGN ? FileState.STALE : lock);
        found.values().removeIf(state -> state == FileState.FRESH);
        return new TreeStates(wanted.files().size(), found);
    }

    private static void addForeign(Lock wanted, Path folder, SortedMap<String, FileState> found) throws IOException {
        Set<String> written = wanted.files().keySet().stream()
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
