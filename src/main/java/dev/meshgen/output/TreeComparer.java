package dev.meshgen.output;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.FileKind;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.FileState;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.Overwrite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a tree with its folder, and reports every file that a person wrote or edited. */
final class TreeComparer {
    private final Path folder;
    private final Path given;
    private final Overwrite overwrite;
    private final List<String> added = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> unchanged = new ArrayList<>();
    private final List<String> overwritten = new ArrayList<>();
    private final List<Diagnostic> conflicts = new ArrayList<>();

    /**
     * @param folder of the tree, which need not exist; absolute and normalised
     * @param given the same as messages name it
     * @param overwrite which foreign and edited files may be overwritten
     */
    TreeComparer(Path folder, Path given, Overwrite overwrite) {
        this.folder = folder;
        this.given = given;
        this.overwrite = overwrite;
    }

    /**
     * @param journal what killed runs have left
     */
    Outcome<ChangeSet> compare(OutputTree tree, List<String> journal) throws IOException {
        FileKind kind = FileKind.following(folder);
        if (kind != FileKind.FOLDER && FileKind.exists(folder)) {
            return Outcome.failure(conflict(
                    "output-not-a-folder",
                    given,
                    "is not a folder",
                    "Choose another folder with `--output-dir`, or move the file away."));
        }
        Outcome<Written> written = new LockFile(folder, given).written(journal);
        return written.value().isPresent()
                ? compare(tree, written.value().get())
                : new Outcome<>(Optional.empty(), written.diagnostics());
    }

    private Outcome<ChangeSet> compare(OutputTree tree, Written written) throws IOException {
        FileStates states = new FileStates(folder, written);
        states.of(Lock.of(tree)).forEach((path, state) -> {
            if (tree.files().containsKey(path)) {
                compare(path, state, states);
            } else {
                compareFormer(path, state);
            }
        });
        return Outcome.of(new ChangeSet(added, changed, removed, unchanged, overwritten), conflicts);
    }

    private void compare(String path, FileState state, FileStates states) {
        Path target = folder.resolve(path);
        switch (state) {
            case FRESH -> unchanged.add(path);
            case MISSING -> added.add(path);
            case BLOCKED ->
                conflicts.add(conflict(
                        "output-in-the-way",
                        shown(states.obstacle(target).orElseThrow()),
                        "is where `" + path + "` has to be written",
                        "Move it away; generated files are regular files in regular folders, never links."));
            case STALE -> changed.add(path);
            case EDITED, FOREIGN -> {
                if (overwrite.allows(path)) {
                    changed.add(path);
                    overwritten.add(path);
                } else {
                    conflicts.add(notOurs(shown(target), state == FileState.EDITED));
                }
            }
            case ORPHAN -> throw new IllegalStateException(path);
        }
    }

    /**
     * A file that meshgen wrote once and no longer generates. What was edited since is never
     * removed: nobody could get it back.
     */
    private void compareFormer(String path, FileState state) {
        if (state == FileState.ORPHAN) {
            removed.add(path);
        } else {
            conflicts.add(stale(path));
        }
    }

    private Diagnostic stale(String path) {
        Path target = shown(folder.resolve(path));
        String message = "`" + target + "` was edited by hand, and meshgen no longer generates it.";
        String hint = "Move it away or delete it: meshgen doesn't remove what it didn't write.";
        return overwrite.allows(path)
                ? Diagnostic.warning("output-hand-edited", target, message, hint)
                : Diagnostic.error("output-hand-edited", target, message, hint);
    }

    private Path shown(Path target) {
        return given.resolve(folder.relativize(target));
    }

    private static Diagnostic notOurs(Path target, boolean edited) {
        return edited
                ? conflict(
                        "output-hand-edited",
                        target,
                        "was edited by hand after it was generated",
                        "Make the change in the specification or in a template (`--templates`); `--overwrite` and the"
                                + " file's path in the tree replace it and keep a copy, `--force` all such files.")
                : conflict(
                        "output-foreign-file",
                        target,
                        "exists, and meshgen did not write it",
                        "Move it away, or choose another folder with `--output-dir`; `--overwrite` and"
                                + " the file's path in the tree replace it and keep a copy, `--force` all such files.");
    }

    private static Diagnostic conflict(String rule, Path path, String fact, String hint) {
        return Diagnostic.error(rule, path, "`" + path + "` " + fact + ".", hint);
    }
}
