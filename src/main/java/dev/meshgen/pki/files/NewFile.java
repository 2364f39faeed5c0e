package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files that don't exist yet, so that each is there as a whole or not at all. The caller
 * holds the {@link PkiLock}, so a temporary file that is found was left by a killed run.
 */
final class NewFile {
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private NewFile() {}

    static Outcome<Path> writePublic(Path file, byte[] bytes) {
        return Disk.attempt(file, () -> {
            Files.createDirectories(file.getParent());
            return Outcome.of(write(file, bytes));
        });
    }

    /**
     * The file is its owner's alone from the moment it exists, so at no time can another user have
     * opened it.
     */
    static Outcome<Path> writePrivate(Path file, byte[] bytes) {
        return createPrivateFolder(file.getParent())
                .then(NewFile::requireModes)
                .then(folder -> Disk.attempt(file, () -> Outcome.of(write(file, bytes, OWNER_ONLY_FILE))));
    }

    /**
     * Some network and foreign file systems accept a mode and ignore it; the folder shows it before
     * any key is written.
     */
    private static Outcome<Path> requireModes(Path folder) {
        return Disk.attempt(
                folder,
                () -> FileSafety.isOpenToOthers(folder) ? Outcome.failure(noPermissions(folder)) : Outcome.of(folder));
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
        if (Files.isDirectory(folder)) {
            return Outcome.of(folder);
        }
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Outcome.failure(noPermissions(folder));
        }
        return Disk.attempt(folder, () -> {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
            sync(folder.toAbsolutePath().getParent());
            return Outcome.of(folder);
        });
    }

    private static Path write(Path file, byte[] bytes, FileAttribute<?>... attributes) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        if (FileSafety.exists(file)) {
            Files.delete(temporary);
            throw new FileAlreadyExistsException(file.toString(), null, "it exists already and is never overwritten");
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.getParent());
        return file;
    }

    /** Makes a rename survive a power failure. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
