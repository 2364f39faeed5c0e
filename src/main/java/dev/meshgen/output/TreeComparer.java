package dev.meshgen.output;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.Digest;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a tree with its folder, and reports every file that a person wrote or edited. */
final class TreeComparer {
    private final Path folder;
    private final boolean force;
    private final List<String> added = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> unchanged = new ArrayList<>();
    private final List<Diagnostic> conflicts = new ArrayList<>();

    /**
     * @param folder of the tree, which need not exist
     * @param force whether foreign and edited files may be overwritten
     */
    TreeComparer(Path folder, boolean force) {
        this.folder = folder;
        this.force = force;
    }

    Outcome<ChangeSet> compare(OutputTree tree) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            return Outcome.failure(conflict(
                    "output-not-a-folder",
                    folder,
                    "is not a folder",
                    "Choose another folder with `--output-dir`, or move the file away."));
        }
        Optional<Lock> lock = lock();
        if (lock.isEmpty()) {
            return Outcome.failure(conflict(
                    "output-lock",
                    folder.resolve(Lock.FILE),
                    "is not a lock file of meshgen",
                    "Restore it from git; it lists the files that meshgen may replace."));
        }
        for (OutputFile file : tree.files().values()) {
            compare(file, lock.get());
        }
        for (String path : lock.get().files().keySet()) {
            if (!tree.files().containsKey(path)) {
                compareStale(path, lock.get());
            }
        }
        return Outcome.of(new ChangeSet(added, changed, removed, unchanged), conflicts);
    }

    private Optional<Lock> lock() throws IOException {
        Path file = folder.resolve(Lock.FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(Lock.NONE);
        }
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Lock.parse(Files.readString(file))
                : Optional.empty();
    }

    private void compare(OutputFile file, Lock lock) throws IOException {
        Path target = folder.resolve(file.path());
        Optional<Path> obstacle = obstacle(target);
        if (obstacle.isPresent()) {
            conflicts.add(conflict(
                    "output-in-the-way",
                    obstacle.get(),
                    "is where `" + file.path() + "` has to be written",
                    "Move it away; generated files are regular files in regular folders, never links."));
        } else if (!Files.exists(target)) {
            added.add(file.path());
        } else {
            String found = Digest.sha256(Files.readAllBytes(target));
            if (found.equals(Digest.sha256(file.bytes()))) {
                (Files.isExecutable(target) == file.isExecutable() ? unchanged : changed).add(file.path());
            } else if (force || isOurs(file.path(), found, lock)) {
                changed.add(file.path());
            } else {
                conflicts.add(notOurs(target, lock.files().containsKey(file.path())));
            }
        }
    }

    /** A file that meshgen wrote once and no longer generates. */
    private void compareStale(String path, Lock lock) throws IOException {
        Path target = folder.resolve(path).normalize();
        boolean ours = target.startsWith(folder.normalize()) && obstacle(target).isEmpty() && Files.exists(target);
        if (!ours) {
            return;
        }
        if (force || isOurs(path, Digest.sha256(Files.readAllBytes(target)), lock)) {
            removed.add(path);
        } else {
            conflicts.add(notOurs(target, true));
        }
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

    /** A link or folder in the file's place, or a file or link in place of a folder above it. */
    private Optional<Path> obstacle(Path target) {
        if (Files.isSymbolicLink(target) || Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(target);
        }
        for (Path above = target.getParent(); above != null && !above.equals(folder); above = above.getParent()) {
            boolean folderOrNothing = Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)
                    || !Files.exists(above, LinkOption.NOFOLLOW_LINKS);
            if (!folderOrNothing) {
                return Optional.of(above);
            }
        }
        return Optional.empty();
    }

    private static Diagnostic conflict(String rule, Path path, String fact, String hint) {
        return Diagnostic.error(rule, SourceSpan.wholeFile(path.toString()), "`" + path + "` " + fact + ".", hint);
    }
}
