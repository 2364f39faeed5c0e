package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.ExclusiveLock;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lets one run at a time change a tree. */
public final class PkiLock {
    /** What is in the folder of keys before there is a key. */
    private static final List<Path> OWN = List.of(Path.of(".lock"), Path.of(".gitignore"));

    private PkiLock() {}

    /**
     * Must not be called by work that holds the lock already. Where that fails in a tree that
     * didn't exist, there is none afterwards either.
     */
    public static <T> Outcome<T> hold(PkiFolders folders, Supplier<Outcome<T>> work) {
        Path file = folders.lockFile();
        return FileSafety.requireNoLink(folders.publicFolder(), file)
                .then(own -> create(folders))
                .then(made -> Disk.attempt(file, () -> {
                    try {
                        return ExclusiveLock.hold(file, () -> tidied(file, made, work.get()));
                    } catch (NoSuchFileException e) {
                        // Another run has failed meanwhile and removed the folder that it had made.
                        return hold(folders, work);
                    }
                }));
    }

    /** Makes the folders of the lock, and names those of it and of the keys that weren't there. */
    private static Outcome<List<List<Path>>> create(PkiFolders folders) {
        Path inner = folders.lockFile().getParent();
        List<List<Path>> missing = Stream.of(inner, folders.keysFolder())
                .distinct()
                .map(PkiLock::missing)
                .filter(each -> !each.isEmpty())
                .toList();
        return Disk.attempt(folders.publicFolder(), () -> {
            Folders.create(folders.publicFolder(), FileMode.PUBLIC_FOLDER);
            return NewFile.createPrivateFolder(inner).map(made -> missing);
        });
    }

    /** The folder and those above it that don't exist, the innermost first. */
    private static List<Path> missing(Path folder) {
        return Stream.iterate(
                        folder.toAbsolutePath().normalize(),
                        each -> each != null && !FileKind.exists(each),
                        Path::getParent)
                .toList();
    }

    private static <T> Outcome<T> tidied(Path file, List<List<Path>> made, Outcome<T> done) {
        if (done.value().isEmpty()) {
            // Where it isn't possible, there is an empty folder more.
            made.forEach(folders -> Disk.attempt(file, () -> tidy(folders)));
        }
        return done;
    }

    private static Outcome<Path> tidy(List<Path> folders) throws IOException {
        List<Path> files = Folders.entries(folders.get(0));
        if (OWN.containsAll(files.stream().map(Path::getFileName).toList())) {
            for (Path own : files) {
                Folders.deleteFile(own);
            }
            for (Path folder : folders) {
                Folders.deleteIfEmpty(folder);
            }
        }
        return Outcome.of(folders.get(0));
    }
}
