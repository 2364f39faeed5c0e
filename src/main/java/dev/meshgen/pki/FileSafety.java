package dev.meshgen.pki;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.meshgen.diagnostic.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether a file may be read or written as one of the authority's own. */
final class FileSafety {
    private static final int LARGEST = 1 << 20;
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private FileSafety() {}

    /** Nothing between a folder and a file in it may lead elsewhere, the folder and the file included. */
    static Optional<Diagnostic> symlink(Path folder, Path file) {
        for (Path step = file; step != null && step.startsWith(folder); step = step.getParent()) {
            if (Files.isSymbolicLink(step)) {
                return Optional.of(Finding.error(
                        "pki-symlink",
                        step,
                        "`" + step + "` is a symbolic link.",
                        "Put the file or folder itself there: what a link leads to can change unseen."));
            }
        }
        return Optional.empty();
    }

    /** What is wrong with a private key's file and the folders that hold it; nothing if it doesn't exist. */
    static Optional<Diagnostic> privateKey(Path keysFolder, Path file) throws IOException {
        Optional<Diagnostic> link = symlink(keysFolder, file);
        if (link.isPresent() || !Files.exists(file)) {
            return link;
        }
        if (isOpenToOthers(file)) {
            return Optional.of(Finding.error(
                    "pki-key-mode",
                    file,
                    "Private key `" + file + "` is open to other users (mode " + mode(file) + ").",
                    "Run `chmod 600 " + file + "`; if others could read it, replace the key by `meshgen ca rotate`."));
        }
        for (Path folder = file.getParent();
                folder != null && folder.startsWith(keysFolder);
                folder = folder.getParent()) {
            if (isOpenToOthers(folder)) {
                return Optional.of(Finding.error(
                        "pki-folder-mode",
                        folder,
                        "Folder `" + folder + "` of private keys is open to other users (mode " + mode(folder) + ").",
                        "Run `chmod 700 " + folder + "`."));
            }
        }
        return Optional.empty();
    }

    static byte[] read(Path folder, Path file) throws IOException, PkiFailure {
        Optional<Diagnostic> link = symlink(folder, file);
        if (link.isPresent()) {
            throw new PkiFailure(link.get());
        }
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            throw new PkiFailure(
                    "pki-not-a-file", file, "`" + file + "` isn't a file.", "Move away what lies there instead.");
        }
        try (InputStream in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new PkiFailure(
                        "pki-malformed", file, "`" + file + "` is larger than 1 MiB.", "Give a PEM file there.");
            }
            return bytes;
        }
    }

    static boolean isOpenToOthers(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !OWNERS.containsAll(Files.getPosixFilePermissions(file, NOFOLLOW_LINKS));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, NOFOLLOW_LINKS));
    }
}
