package dev.meshgen.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.RefusedFileException;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.Digest;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a tree with its folder, and reports every file that a person wrote or edited. */
final class TreeComparer {
    /** Far above any generated file; a larger one was written by somebody else. */
    private static final int LARGEST = 1 << 26;

    private final Path folder;
    private final Path given;
    private final boolean force;
    private final List<String> added = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> unchanged = new ArrayList<>();
    private final List<Diagnostic> conflicts = new ArrayList<>();

    /**
     * @param folder of the tree, which need not exist; absolute and normalised
     * @param given the same as messages name it
     * @param force whether foreign and edited files may be overwritten
     */
    TreeComparer(Path folder, Path given, boolean force) {
        this.folder = folder;
        this.given = given;
        this.force = force;
    }

    Outcome<ChangeSet> compare(OutputTree tree) throws IOException {
        FileKind kind = FileKind.following(folder);
        if (kind != FileKind.FOLDER && FileKind.exists(folder)) {
            return Outcome.failure(conflict(
                    "output-not-a-folder",
                    given,
                    "is not a folder",
                    "Choose another folder with `--output-dir`, or move the file away."));
        }
        Outcome<Lock> lock = lock().then(this::requireOwnPaths);
        return lock.value().isPresent()
                ? compare(tree, lock.value().get())
                : new Outcome<>(Optional.empty(), lock.diagnostics());
    }

    private Outcome<ChangeSet> compare(OutputTree tree, Lock lock) throws IOException {
        for (OutputFile file : tree.files().values()) {
            compare(file, lock);
        }
        for (String path : lock.files().keySet()) {
            if (!tree.files().containsKey(path)) {
                compareStale(path, lock);
            }
        }
        return Outcome.of(new ChangeSet(added, changed, removed, unchanged), conflicts);
    }

    private Outcome<Lock> lock() throws IOException {
        Path file = folder.resolve(Lock.FILE);
        if (!FileKind.exists(file)) {
            return Outcome.of(Lock.NONE);
        }
        try {
            return Lock.parse(new String(BoundedFile.read(file, LARGEST), UTF_8))
                    .map(Outcome::of)
                    .orElseGet(() -> Outcome.failure(notALock("is not a lock file of meshgen")));
        } catch (RefusedFileException e) {
            return Outcome.failure(notALock("is not a lock file of meshgen"));
        }
    }

    /** A lock names what may be removed, and whoever can propose a change can propose a lock. */
    private Outcome<Lock> requireOwnPaths(Lock lock) {
        List<Diagnostic> wrong = lock.files().keySet().stream()
                .filter(path -> TreePath.refusal(path).isPresent())
                .map(path -> notALock("names `" + path + "`, which "
                        + TreePath.refusal(path).orElseThrow() + ", so meshgen didn't write it"))
                .toList();
        return Outcome.of(lock, wrong);
    }

    private Diagnostic notALock(String fact) {
        return conflict(
                "output-lock",
                given.resolve(Lock.FILE),
                fact,
                "Restore it from git; it lists the files that meshgen may replace.");
    }

    private void compare(OutputFile file, Lock lock) throws IOException {
        Path target = folder.resolve(file.path());
        Optional<Path> obstacle = obstacle(target);
        if (obstacle.isPresent()) {
            conflicts.add(conflict(
                    "output-in-the-way",
                    shown(obstacle.get()),
                    "is where `" + file.path() + "` has to be written",
                    "Move it away; generated files are regular files in regular folders, never links."));
        } else if (!FileKind.exists(target)) {
            added.add(file.path());
        } else {
            String found = digest(target);
            if (found.equals(Digest.sha256(file.bytes()))) {
                (FileMode.isExecutable(target) == file.isExecutable() ? unchanged : changed).add(file.path());
            } else if (force || isOurs(file.path(), found, lock)) {
                changed.add(file.path());
            } else {
                conflicts.add(notOurs(shown(target), lock.files().containsKey(file.path())));
            }
        }
    }

    /** Of a file that is too large to be a generated one, a digest that none has. */
    private static String digest(Path target) throws IOException {
        try {
            return Digest.sha256(BoundedFile.read(target, LARGEST));
        } catch (RefusedFileException e) {
            return "";
        }
    }

    /**
     * A file that meshgen wrote once and no longer generates. What was edited since is never
     * removed: nobody could get it back.
     */
    private void compareStale(String path, Lock lock) throws IOException {
        Path target = folder.resolve(path);
        if (obstacle(target).isPresent() || !FileKind.exists(target)) {
            return;
        }
        if (isOurs(path, digest(target), lock)) {
            removed.add(path);
        } else {
            conflicts.add(stale(shown(target)));
        }
    }

    private Diagnostic stale(Path target) {
        String message = "`" + target + "` was edited by hand, and meshgen no longer generates it.";
        String hint = "Move it away or delete it: meshgen doesn't remove what it didn't write.";
        return force
                ? Diagnostic.warning("output-hand-edited", target, message, hint)
                : Diagnostic.error("output-hand-edited", target, message, hint);
    }

    private Path shown(Path target) {
        return given.resolve(folder.relativize(target));
    }

    private static boolean isOurs(String path, String found, Lock lock) {
        Lock.Entry entry = lock.files().get(path);
        return entry != null && entry.sha256().equals(found);
    }

    private static Diagnostic notOurs(Path target, boolean edited) {
        return edited
                ? conflict(
                        "output-hand-edited",
                        target,
                        "was edited by hand after it was generated",
                        "Make the change in the specification or in a template (`--templates`); `--force` drops"
                                + " it.")
                : conflict(
                        "output-foreign-file",
                        target,
                        "exists, and meshgen did not write it",
                        "Move it away, or choose another folder with `--output-dir`; `--force` overwrites it.");
    }

    /** Anything but a file in the file's place, or but a folder in place of one above it. */
    private Optional<Path> obstacle(Path target) {
        FileKind kind = FileKind.of(target);
        if (kind != FileKind.FILE && kind != FileKind.NOTHING) {
            return Optional.of(target);
        }
        for (Path above = target.getParent(); !above.equals(folder); above = above.getParent()) {
            FileKind found = FileKind.of(above);
            if (found != FileKind.FOLDER && found != FileKind.NOTHING) {
                return Optional.of(above);
            }
        }
        return Optional.empty();
    }

    private static Diagnostic conflict(String rule, Path path, String fact, String hint) {
        return Diagnostic.error(rule, path, "`" + path + "` " + fact + ".", hint);
    }
}
