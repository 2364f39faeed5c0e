package dev.meshgen.pki;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

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
 * Writes files that don't exist yet, so that each is there as a whole or not at all. The caller holds the {@link PkiLock}, so a temporary
 * file that is found is one that a killed run has left.
 */
final class NewFile {
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private NewFile() {}

    static void writePublic(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        write(file, bytes);
    }

    /** The file is its owner's alone from the moment it exists, so at no time can another user have opened it. */
    static void writePrivate(Path file, byte[] bytes) throws IOException, PkiFailure {
        createPrivateFolder(file.getParent());
        requireModes(file.getParent());
        write(file, bytes, OWNER_ONLY_FILE);
    }

    /** Some network and foreign file systems take a mode and ignore it; the folder shows it before any key is written. */
    private static void requireModes(Path folder) throws IOException, PkiFailure {
        if (FileSafety.isOpenToOthers(folder)) {
            throw noPermissions(folder);
        }
    }

    private static PkiFailure noPermissions(Path folder) {
        return new PkiFailure(
                "pki-no-permissions",
                folder,
                "Folder `" + folder + "` can't hide a private key from other users.",
                "Run `chmod 700 " + folder
                        + "`; where that has no effect, put the keys on a file system of Linux or macOS"
                        + " by `--keys-dir`.");
    }

    static void createPrivateFolder(Path folder) throws IOException, PkiFailure {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw noPermissions(folder);
        }
        Files.createDirectories(folder, OWNER_ONLY_FOLDER);
        sync(folder.toAbsolutePath().getParent());
    }

    private static void write(Path file, byte[] bytes, FileAttribute<?>... attributes) throws IOException {
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
        if (Files.exists(file, NOFOLLOW_LINKS)) {
            Files.delete(temporary);
            throw new FileAlreadyExistsException(file.toString(), null, "it exists already and is never overwritten");
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.getParent());
    }

    /** Makes a rename survive a power failure. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
