package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.StagedFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes files that don't exist yet, so that each is there as a whole or not at all. The caller
 * holds the {@link PkiLock}, so a temporary file that is found was left by a killed run.
 */
final class NewFile {
    private NewFile() {}

    static Outcome<Path> writePublic(Path file, byte[] bytes) {
        return Disk.attempt(file, () -> {
            Folders.create(file.getParent(), FileMode.PUBLIC_FOLDER);
            return Outcome.of(write(file, bytes, FileMode.PUBLIC));
        });
    }

    /**
     * The file is its owner's alone from the moment it exists, so at no time can another user have
     * opened it.
     */
    static Outcome<Path> writePrivate(Path file, byte[] bytes) {
        return createPrivateFolder(file.getParent())
                .then(NewFile::requireModes)
                .then(folder -> Disk.attempt(file, () -> Outcome.of(write(file, bytes, FileMode.PRIVATE))));
    }

    /**
     * Some network and foreign file systems accept a mode and ignore it; the folder shows it before
     * any key is written.
     */
    private static Outcome<Path> requireModes(Path folder) {
        return Disk.attempt(
                folder,
                () -> FileMode.isOpenToOthers(folder) ? Outcome.failure(noPermissions(folder)) : Outcome.of(folder));
    }

    private static Diagnostic noPermissions(Path folder) {
        return Diagnostic.error(
                "pki-no-permissions",
                folder,
                "Folder `" + folder + "` can't hide a private key from other users.",
                "Run `chmod 700 " + folder
                        + "`; where that has no effect, use `--keys-dir` to put the keys on a file system of Linux or"
                        + " macOS.");
    }

    static Outcome<Path> createPrivateFolder(Path folder) {
        if (FileKind.of(folder) == FileKind.FOLDER) {
            return Outcome.of(folder);
        }
        if (!FileMode.isSupportedAt(folder)) {
            return Outcome.failure(noPermissions(folder));
        }
        return Disk.attempt(folder, () -> {
            Folders.create(folder, FileMode.PRIVATE_FOLDER);
            return Outcome.of(folder);
        });
    }

    private static Path write(Path file, byte[] bytes, FileMode mode) throws IOException {
        StagedFile.sweep(file.getParent(), file.getFileName().toString()::equals);
        StagedFile staged = StagedFile.of(file);
        staged.write(bytes, mode);
        staged.place();
        return file;
    }
}
