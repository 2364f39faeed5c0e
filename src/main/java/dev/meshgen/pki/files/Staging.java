package dev.meshgen.pki.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Replaces many files as if at one moment. A step makes its files in the staged folders, then marks
 * them ready, then moves them to their places; a run that is killed before the mark has changed
 * nothing, and the next run moves what was marked. The caller holds the lock.
 */
public final class Staging {
    /** Names the step whose files are being made, so that another can't mix with them. */
    private static final String STEP = "step";

    private static final String READY = "ready";
    private static final String KEYS_WAIT = "without keys: ";

    private final PkiFolders folders;
    private final PkiFolders staged;

    public Staging(PkiFolders folders) {
        this.folders = folders;
        this.staged = folders.staged();
    }

    /** The step, unless another was begun before. */
    public Outcome<String> begin(String step) {
        Path file = staged.publicFile(STEP);
        return FileSafety.exists(file)
                ? text(file).then(begun -> begun.equals(step) ? Outcome.of(step) : Outcome.failure(unfinished(begun)))
                : NewFile.writePublic(file, step.getBytes(UTF_8)).map(written -> step);
    }

    private Outcome<String> text(Path file) {
        return FileSafety.read(staged.publicFolder(), file).map(bytes -> new String(bytes, UTF_8));
    }

    private Diagnostic unfinished(String step) {
        return Diagnostic.error(
                "pki-step-unfinished",
                staged.publicFile(STEP),
                "Step `" + step + "` was begun and isn't finished.",
                "Run `meshgen ca " + step + "` again first: it resumes where it stopped.");
    }

    /** Whether all files of a step are made and not all of them moved. */
    public boolean isReady() {
        return FileSafety.exists(staged.publicFile(READY));
    }

    /** The folders, if no step is half-way. */
    public Outcome<PkiFolders> requireFinished() {
        return isReady()
                ? text(staged.publicFile(READY)).then(step -> Outcome.failure(unfinished(stepOf(step))))
                : Outcome.of(folders);
    }

    private static String stepOf(String mark) {
        return mark.startsWith(KEYS_WAIT) ? mark.substring(KEYS_WAIT.length()) : mark;
    }

    /** Moves the files and keys of a step. */
    public Outcome<Optional<String>> commit(String step) {
        return mark(step);
    }

    /** Moves the files of a step; its keys wait for a later one. */
    public Outcome<Optional<String>> commitWithoutKeys(String step) {
        return mark(KEYS_WAIT + step);
    }

    private Outcome<Optional<String>> mark(String text) {
        return NewFile.writePublic(staged.publicFile(READY), text.getBytes(UTF_8))
                .then(marked -> finish());
    }

    /** Moves what is ready; the step that this completes. */
    public Outcome<Optional<String>> finish() {
        return isReady()
                ? text(staged.publicFile(READY)).then(this::move).map(Optional::of)
                : Outcome.of(Optional.empty());
    }

    private Outcome<String> move(String mark) {
        return (mark.startsWith(KEYS_WAIT) ? Outcome.of(staged) : moveKeys())
                .then(moved -> Disk.attempt(staged.publicFolder(), () -> {
                    moveFiles();
                    return Outcome.of(stepOf(mark));
                }));
    }

    private Outcome<PkiFolders> moveKeys() {
        Path folder = staged.keysFolder();
        return Disk.attempt(folder, () -> Outcome.each(filesIn(folder), this::moveKey))
                .then(moved -> Disk.attempt(folder, () -> {
                    Folders.delete(folder);
                    return Outcome.of(staged);
                }));
    }

    private Outcome<Path> moveKey(Path key) {
        Path relative = staged.keysFolder().relativize(key);
        Path target = folders.keysFolder().resolve(relative);
        return NewFile.createPrivateFolder(target.getParent())
                .then(folder -> retire(target, relative))
                .then(free -> Disk.attempt(target, () -> {
                    Folders.move(key, target);
                    return Outcome.of(target);
                }));
    }

    private Outcome<Path> retire(Path key, Path relative) {
        if (!FileSafety.exists(key)) {
            return Outcome.of(key);
        }
        Path retired = firstFree(folders.retiredKeys().resolve(relative));
        return NewFile.createPrivateFolder(retired.getParent())
                .then(folder -> Disk.attempt(key, () -> {
                    Folders.move(key, retired);
                    return Outcome.of(key);
                }));
    }

    /** A number in front, so that the pattern by which git ignores keys still fits the name. */
    private static Path firstFree(Path wanted) {
        int number = 1;
        while (FileSafety.exists(wanted.resolveSibling(number + "-" + wanted.getFileName()))) {
            number++;
        }
        return wanted.resolveSibling(number + "-" + wanted.getFileName());
    }

    private void moveFiles() throws IOException {
        for (Path file : filesIn(staged.publicFolder())) {
            Path target = folders.publicFolder().resolve(staged.publicFolder().relativize(file));
            Folders.create(target.getParent(), FileMode.PUBLIC_FOLDER);
            Folders.move(file, target);
        }
        // In this order: a mark without a step is only cleaned up, while a step without its mark
        // would be made again.
        Folders.deleteFile(staged.publicFile(STEP));
        Folders.deleteFile(staged.publicFile(READY));
        Folders.delete(staged.publicFolder());
    }

    /**
     * The files that were made; a temporary one was left by a killed run, and its successor was
     * made later.
     */
    private static List<Path> filesIn(Path folder) throws IOException {
        return Folders.entries(folder).stream()
                .filter(file -> !file.getFileName().toString().startsWith("."))
                // A request that was answered has no place beside the certificate.
                .filter(file -> !file.toString().endsWith(".csr"))
                .filter(file -> !file.equals(folder.resolve(STEP)) && !file.equals(folder.resolve(READY)))
                .toList();
    }
}
