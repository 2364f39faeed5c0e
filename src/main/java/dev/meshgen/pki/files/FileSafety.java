package dev.meshgen.pki.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
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

    /** A symbolic link exists too, wherever it leads: so it is found before it is followed. */
    static boolean exists(Path file) {
        return Files.exists(file, NOFOLLOW_LINKS);
    }

    /**
     * Nothing between a folder and a file in it may lead elsewhere, the folder and the file
     * included.
     */
    static Optional<Diagnostic> symlink(Path folder, Path file) {
        for (Path step = file; step != null && step.startsWith(folder); step = step.getParent()) {
            if (Files.isSymbolicLink(step)) {
                return Optional.of(Diagnostic.error(
                        "pki-symlink",
                        step,
                        "`" + step + "` is a symbolic link.",
                        "Put the file or folder itself there: the target of a link can change unnoticed."));
            }
        }
        return Optional.empty();
    }

    /** The file, if no link leads to it. */
    static Outcome<Path> requireNoLink(Path folder, Path file) {
        return symlink(folder, file).<Outcome<Path>>map(Outcome::failure).orElseGet(() -> Outcome.of(file));
    }

    /**
     * A private key's file, if it and the folders above it are its owner's alone; or if it doesn't
     * exist.
     */
    static Outcome<Path> requirePrivate(Path keysFolder, Path file) {
        return requireNoLink(keysFolder, file)
                .then(own -> exists(own) ? Disk.attempt(own, () -> requireModes(keysFolder, own)) : Outcome.of(own));
    }

    private static Outcome<Path> requireModes(Path keysFolder, Path file) throws IOException {
        if (isOpenToOthers(file)) {
            return Outcome.failure(Diagnostic.error(
                    "pki-key-mode",
                    file,
                    "Private key `" + file + "` is open to other users (mode " + mode(file) + ").",
                    "Run `chmod 600 " + file
                            + "`; if others could read it, the key is stolen: rotate the root at once, as"
                            + " docs/certificates.md says under \"A key was stolen\"."));
        }
        for (Path folder = file.getParent();
                folder != null && folder.startsWith(keysFolder);
                folder = folder.getParent()) {
            if (isOpenToOthers(folder)) {
                return Outcome.failure(Diagnostic.error(
                        "pki-folder-mode",
                        folder,
                        "Folder `" + folder + "` of private keys is open to other users (mode " + mode(folder) + ").",
                        "Run `chmod 700 " + folder + "`."));
            }
        }
        return Outcome.of(file);
    }

    static Outcome<byte[]> read(Path folder, Path file) {
        return requireNoLink(folder, file).then(own -> Disk.attempt(own, () -> readBounded(own)));
    }

    private static Outcome<byte[]> readBounded(Path file) throws IOException {
        if (!exists(file)) {
            return Outcome.failure(Diagnostic.error(
                    "pki-not-a-file", file, "`" + file + "` doesn't exist.", "Give the path of a file that exists."));
        }
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            return Outcome.failure(Diagnostic.error(
                    "pki-not-a-file", file, "`" + file + "` isn't a file.", "Move away what is there instead."));
        }
        try (InputStream in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            return bytes.length <= LARGEST
                    ? Outcome.of(bytes)
                    : Outcome.failure(Diagnostic.error(
                            "pki-malformed", file, "`" + file + "` is larger than 1 MiB.", "Give a PEM file there."));
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
