package dev.meshgen.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.StagedFile;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings a folder to the state of a tree: every new file is complete beside its place before the
 * first one is moved there.
 */
public final class TreeWriter {
    private final Path given;
    private final Path folder;
    private final boolean force;

    /**
     * @param folder of the tree, created if it does not exist
     * @param force whether foreign and edited files may be overwritten
     */
    public TreeWriter(Path folder, boolean force) {
        this.given = folder;
        this.folder = folder.toAbsolutePath().normalize();
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
            return new TreeComparer(folder, given, force).compare(tree);
        } catch (IOException e) {
            return Outcome.failure(failed(e));
        }
    }

    private Diagnostic failed(IOException e) {
        return Diagnostic.error(
                "output-failed",
                given,
                "meshgen could not write the tree: " + e.getClass().getSimpleName() + " on `" + e.getMessage() + "`.",
                "Check the folder's permissions and the free disk space, then run the command again.");
    }

    private void apply(OutputTree tree, ChangeSet changes) throws IOException {
        List<StagedFile> staged = new ArrayList<>();
        try {
            for (String path : Stream.concat(changes.added().stream(), changes.changed().stream())
                    .toList()) {
                OutputFile file = tree.files().get(path);
                stage(path, file.bytes(), file.isExecutable() ? FileMode.PROGRAM : FileMode.PUBLIC, staged);
            }
            stage(Lock.FILE, Lock.of(tree).toJson().getBytes(UTF_8), FileMode.PUBLIC, staged);
            for (StagedFile file : staged) {
                file.replace();
            }
        } finally {
            for (StagedFile leftover : staged) {
                leftover.discard();
            }
        }
        for (String path : changes.removed()) {
            remove(folder.resolve(path));
        }
    }

    private void stage(String path, byte[] bytes, FileMode mode, List<StagedFile> staged) throws IOException {
        Path target = folder.resolve(path);
        Folders.create(target.getParent(), FileMode.PUBLIC_FOLDER);
        StagedFile.sweep(target.getParent(), target.getFileName().toString()::equals);
        StagedFile file = StagedFile.of(target);
        staged.add(file);
        file.write(bytes, mode);
    }

    /** Removes a file and the folders that are then empty. */
    private void remove(Path file) throws IOException {
        Folders.deleteFile(file);
        Path above = file.getParent();
        while (!above.equals(folder) && Folders.deleteIfEmpty(above)) {
            above = above.getParent();
        }
    }
}
