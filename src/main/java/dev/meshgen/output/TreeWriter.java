package dev.meshgen.output;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.Journal;
import dev.meshgen.disk.Reason;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.FileState;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.Overwrite;
import dev.meshgen.tree.TreePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings a folder to the state of a tree. One run at a time writes; what a killed run has begun,
 * the next one completes or takes back, whatever its tree is.
 */
public final class TreeWriter {
    private final Path given;
    private final Path folder;
    private final Overwrite overwrite;

    /**
     * @param folder of the tree, created if it does not exist
     * @param force whether foreign and edited files may be overwritten
     */
    public TreeWriter(Path folder, boolean force) {
        this(folder, Overwrite.files(force));
    }

    /**
     * @param folder of the tree, created if it does not exist
     * @param overwrite which foreign and edited files may be overwritten; a copy of each is kept
     */
    public TreeWriter(Path folder, Overwrite overwrite) {
        this.given = folder;
        this.folder = folder.toAbsolutePath().normalize();
        this.overwrite = overwrite;
    }

    /** Writes the whole tree, or nothing if there is a conflict. */
    public Outcome<ChangeSet> write(OutputTree tree) {
        return compare(tree).then(changes -> write(tree, changes));
    }

    /**
     * Writes the whole tree, or nothing if there is a conflict.
     *
     * @param compared what {@link #compare} has found
     */
    public Outcome<ChangeSet> write(OutputTree tree, ChangeSet compared) {
        try {
            return compared.isEmpty() && isWritten(tree) ? Outcome.of(compared) : writeAlone(tree);
        } catch (IOException e) {
            return Outcome.failure(failed(e));
        }
    }

    /** What {@link #write} would change. */
    public Outcome<ChangeSet> compare(OutputTree tree) {
        try {
            Outcome<ChangeSet> compared = comparer().compare(tree, Journal.read(journal()));
            return compared.value().isPresent() || isBlocked() ? compared : compareAlone(tree, compared);
        } catch (NoSuchFileException e) { // another run has removed it since we saw it
            return compareAlone(tree, Outcome.failure(failed(e)));
        } catch (IOException e) {
            return Outcome.failure(failed(e));
        }
    }

    private TreeComparer comparer() {
        return new TreeComparer(folder, given, overwrite);
    }

    private Path journal() {
        return folder.resolve(TreePath.JOURNAL);
    }

    private boolean isBlocked() {
        return FileKind.exists(folder) && FileKind.following(folder) != FileKind.FOLDER;
    }

    /** A tree that is up to date may be read-only. */
    private boolean isWritten(OutputTree tree) throws IOException {
        FileStates states = new FileStates(folder, Written.of(Lock.NONE, List.of()));
        Lock.Entry lock = Lock.Entry.of(Lock.of(tree).asFile());
        return !FileKind.exists(journal()) && states.of(Lock.FILE, lock) == FileState.FRESH;
    }

    private Outcome<ChangeSet> writeAlone(OutputTree tree) throws IOException {
        Folders.create(folder, FileMode.PUBLIC_FOLDER);
        try (Journal journal = Journal.open(journal())) {
            Outcome<ChangeSet> now = comparer().compare(tree, journal.earlier());
            if (now.value().isEmpty()) {
                journal.finishUnlessUnfinished();
                return now;
            }
            new TreeUpdate(folder, tree, journal).apply(now.value().get());
            return Outcome.of(now.value().get()); // compare has told the warnings
        }
    }

    /** What looks like somebody's edit may be what another run is writing at this moment. */
    private Outcome<ChangeSet> compareAlone(OutputTree tree, Outcome<ChangeSet> compared) {
        try (Journal journal = Journal.open(journal())) {
            Outcome<ChangeSet> again = comparer().compare(tree, journal.earlier());
            journal.finishUnlessUnfinished();
            return again;
        } catch (IOException e) {
            return compared;
        }
    }

    private Diagnostic failed(IOException e) {
        return Diagnostic.error(
                "output-failed",
                given,
                "meshgen could not write the tree: " + Reason.withFile(e) + ".",
                "Check the folder's permissions and the free disk space, then run the command again.");
    }
}
