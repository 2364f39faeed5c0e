package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.ExclusiveLock;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Lets one run at a time change a tree. */
public final class PkiLock {
    private PkiLock() {}

    /** Must not be called by work that holds the lock already. */
    public static <T> Outcome<T> hold(PkiFolders folders, Supplier<Outcome<T>> work) {
        Path file = folders.lockFile();
        return FileSafety.requireNoLink(folders.publicFolder(), file)
                .then(own -> Disk.attempt(folders.publicFolder(), () -> {
                    Folders.create(folders.publicFolder(), FileMode.PUBLIC_FOLDER);
                    return NewFile.createPrivateFolder(file.getParent());
                }))
                .then(folder -> Disk.attempt(file, () -> ExclusiveLock.hold(file, work)));
    }
}
