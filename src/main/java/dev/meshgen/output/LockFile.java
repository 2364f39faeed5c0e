package dev.meshgen.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.RefusedFileException;
import dev.meshgen.tree.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the lock in a tree's folder.
 *
 * @param folder of the tree; absolute and normalised
 * @param given the same as messages name it
 */
record LockFile(Path folder, Path given) {
    private static final String CONFLICT = "<<<<<<< ";
    private static final String NO_LOCK = "is not a lock file of meshgen";

    /** What the lock says, and the journal that killed runs have left. */
    Outcome<Written> written(List<String> journal) throws IOException {
        return read().map(lock -> Written.of(lock, journal));
    }

    /** The lock, or {@link Lock#NONE} if there is no such file. */
    Outcome<Lock> read() throws IOException {
        Path file = folder.resolve(Lock.FILE);
        if (!FileKind.exists(file)) {
            return Outcome.of(Lock.NONE);
        }
        try {
            String text = new String(BoundedFile.read(file, FileStates.LARGEST), UTF_8);
            return Lock.parse(text)
                    .map(Outcome::of)
                    .orElseGet(() -> Outcome.failure(text.contains(CONFLICT) ? conflicted() : wrong(NO_LOCK)))
                    .then(this::requireOwnPaths);
        } catch (RefusedFileException e) {
            return Outcome.failure(wrong(NO_LOCK));
        }
    }

    /** A lock names what may be removed, and whoever can propose a change can propose a lock. */
    private Outcome<Lock> requireOwnPaths(Lock lock) {
        List<Diagnostic> wrong = lock.files().keySet().stream()
                .filter(path -> TreePath.refusal(path).isPresent())
                .map(path -> wrong("names `" + path + "`, which "
                        + TreePath.refusal(path).orElseThrow() + ", so meshgen didn't write it"))
                .toList();
        return Outcome.of(lock, wrong);
    }

    private Diagnostic conflicted() {
        Path shown = given.resolve(Lock.FILE);
        return Diagnostic.error(
                "output-lock",
                shown,
                "`" + shown + "` has conflict markers: git could not merge it.",
                "Resolve the specification first. Then take either side of the tree with `git checkout --ours -- "
                        + given + "`, and run `meshgen generate` again.");
    }

    private Diagnostic wrong(String fact) {
        Path shown = given.resolve(Lock.FILE);
        return Diagnostic.error(
                "output-lock",
                shown,
                "`" + shown + "` " + fact + ".",
                "Restore it from git; it lists the files that meshgen may replace.");
    }
}
