package dev.meshgen.output;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Brings a folder to the state of a tree: every new file is complete beside its place before the
 * first one is moved there.
 */
public final class TreeWriter {
    private static final String STAGED = ".meshgen-new";

    private final Path folder;
    private final boolean force;

    /**
     * @param folder of the tree, created if it does not exist
     * @param force whether foreign and edited files may be overwritten
     */
    public TreeWriter(Path folder, boolean force) {
        this.folder = folder;
        this.force = force;
    }

    /** Writes the whole tree, or nothing if there is a conflict. */
    public Outcome<ChangeSet> write(OutputTree tree) {
        return compare(tree).then(changes -> {
            try {
                apply(tree, changes);
                return Outcome.of(changes);
            } catch (IOException e) {
                return Outcome.failure(failed(e));
            }
        });
    }

    /** What {@link #write} would change. */
    public Outcome<ChangeSet> compare(OutputTree tree) {
        try {
            return new TreeComparer(folder, force).compare(tree);
        } catch (IOException e) {
            return Outcome.failure(failed(e));
        }
    }

    private Diagnostic failed(IOException e) {
        return Diagnostic.error(
                "output-failed",
                SourceSpan.wholeFile(folder.toString()),
                "meshgen could not write the tree: " + e.getClass().getSimpleName() + " on `" + e.getMessage() + "`.",
                "Check the folder's permissions and the free disk space, then run the command again.");
    }

    private void apply(OutputTree tree, ChangeSet changes) throws IOException {
        Map<Path, Path> staged = new LinkedHashMap<>();
        try {
            for (String path : Stream.concat(changes.added().stream(), changes.changed().stream())
                    .toList()) {
                OutputFile file = tree.files().get(path);
                stage(folder.resolve(path), file.bytes(), file.isExecutable(), staged);
            }
            byte[] lock = Lock.of(tree).toJson().getBytes(StandardCharsets.UTF_8);
            stage(folder.resolve(Lock.FILE), lock, false, staged);
            for (Map.Entry<Path, Path> move : staged.entrySet()) {
                Files.move(
                        move.getKey(),
                        move.getValue(),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            for (Path leftover : staged.keySet()) {
                Files.deleteIfExists(leftover);
            }
        }
        for (String path : changes.removed()) {
            remove(folder.resolve(path));
        }
    }

    private static void stage(Path target, byte[] bytes, boolean executable, Map<Path, Path> staged)
            throws IOException {
        Files.createDirectories(target.getParent());
        Path temporary = target.resolveSibling(target.getFileName() + STAGED);
        staged.put(temporary, target);
        Files.write(temporary, bytes);
        if (temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(
                    temporary, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Removes a file and the folders that are then empty. */
    private void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        for (Path above = file.getParent(); !above.equals(folder); above = above.getParent()) {
            try {
                Files.delete(above);
            } catch (DirectoryNotEmptyException notOurs) {
                return;
            }
        }
    }
}
