package dev.meshgen.pki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Replaces many files as if at one moment. A step makes its files in the staged folders, then marks them ready, then moves them to their places;
 * a run that is killed before the mark has changed nothing, and what was marked is moved by whoever comes next. The caller holds the lock.
 */
final class Staging {
    /** Names the step whose files are being made, so that another can't mix with them. */
    private static final String STEP = "step";

    private static final String READY = "ready";

    private final PkiFolders folders;
    private final PkiFolders staged;

    Staging(PkiFolders folders) {
        this.folders = folders;
        this.staged = folders.staged();
    }

    void begin(String step) throws IOException, PkiFailure {
        Path file = staged.publicFile(STEP);
        if (!Files.exists(file)) {
            NewFile.writePublic(file, step.getBytes(UTF_8));
            return;
        }
        String begun = Files.readString(file);
        if (!begun.equals(step)) {
            throw unfinished(begun);
        }
    }

    PkiFailure unfinished(String step) {
        return new PkiFailure(
                "pki-step-unfinished",
                staged.publicFile(STEP),
                "Step `" + step + "` was begun and isn't finished.",
                "Run `meshgen ca " + step + "` again first: it goes on where it stopped.");
    }

    /** The step whose files are all made and not all moved. */
    Optional<String> ready() throws IOException {
        Path file = staged.publicFile(READY);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /** @param keys whether the staged keys are moved too; without, they wait for a later step */
    void commit(String step, boolean keys) throws IOException, PkiFailure {
        NewFile.writePublic(staged.publicFile(READY), ((keys ? "" : KEYS_WAIT) + step).getBytes(UTF_8));
        finish();
    }

    private static final String KEYS_WAIT = "without keys: ";

    /** Moves what is ready; the step that is thereby done. */
    Optional<String> finish() throws IOException, PkiFailure {
        Optional<String> ready = ready();
        if (ready.isEmpty()) {
            return ready;
        }
        if (!ready.get().startsWith(KEYS_WAIT)) {
            for (Path key : filesIn(staged.keysFolder())) {
                moveKey(key);
            }
            deleteFolders(staged.keysFolder());
        }
        for (Path file : filesIn(staged.publicFolder())) {
            Path target = folders.publicFolder().resolve(staged.publicFolder().relativize(file));
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            NewFile.sync(target.getParent());
        }
        // In this order: a mark without a step is only swept up, while a step without its mark would be made again.
        Files.deleteIfExists(staged.publicFile(STEP));
        Files.deleteIfExists(staged.publicFile(READY));
        deleteFolders(staged.publicFolder());
        return ready.map(step -> step.startsWith(KEYS_WAIT) ? step.substring(KEYS_WAIT.length()) : step);
    }

    private void moveKey(Path key) throws IOException, PkiFailure {
        Path relative = staged.keysFolder().relativize(key);
        Path target = folders.keysFolder().resolve(relative);
        NewFile.createPrivateFolder(target.getParent());
        if (Files.exists(target)) {
            Path retired = firstFree(folders.retiredKeys().resolve(relative));
            NewFile.createPrivateFolder(retired.getParent());
            Files.move(target, retired, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(key, target, StandardCopyOption.ATOMIC_MOVE);
        NewFile.sync(target.getParent());
    }

    /** A number in front, so that the pattern by which git ignores keys still fits the name. */
    private static Path firstFree(Path wanted) {
        int number = 1;
        while (Files.exists(wanted.resolveSibling(number + "-" + wanted.getFileName()))) {
            number++;
        }
        return wanted.resolveSibling(number + "-" + wanted.getFileName());
    }

    /** The files that were made; a temporary one was left by a killed run, and what it was to become was made later. */
    private static List<Path> filesIn(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    // A request that was answered has no place beside the certificate.
                    .filter(file -> !file.toString().endsWith(".csr"))
                    .filter(file -> !file.equals(folder.resolve(STEP)) && !file.equals(folder.resolve(READY)))
                    .sorted()
                    .toList();
        }
    }

    private static void deleteFolders(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
