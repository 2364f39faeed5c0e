package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.RefusedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a file may be read or written as one of the authority's own. */
final class FileSafety {
    private static final int LARGEST = 1 << 20;

    private FileSafety() {}

    /** A symbolic link exists too, wherever it leads: so it is found before it is followed. */
    static boolean exists(Path file) {
        return FileKind.exists(file);
    }

    /**
     * Nothing between a folder and a file in it may lead elsewhere, the folder and the file
     * included.
     */
    static Optional<Diagnostic> symlink(Path folder, Path file) {
        for (Path step = file; step != null && step.startsWith(folder); step = step.getParent()) {
            if (FileKind.of(step) == FileKind.LINK) {
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
        if (FileKind.of(file) != FileKind.FILE) {
            return Outcome.failure(notAFile(file));
        }
        if (FileMode.isOpenToOthers(file)) {
            return Outcome.failure(Diagnostic.error(
                    "pki-key-mode",
                    file,
                    "Private key `" + file + "` is open to other users (mode " + FileMode.text(file) + ").",
                    "Run `chmod 600 " + file
                            + "`; if others could read it, the key is stolen: rotate the root at once, as"
                            + " docs/certificates.md says under \"A key was stolen\"."));
        }
        for (Path folder = file.getParent();
                folder != null && folder.startsWith(keysFolder);
                folder = folder.getParent()) {
            if (FileMode.isOpenToOthers(folder)) {
                return Outcome.failure(Diagnostic.error(
                        "pki-folder-mode",
                        folder,
                        "Folder `" + folder + "` of private keys is open to other users (mode " + FileMode.text(folder)
                                + ").",
                        "Run `chmod 700 " + folder + "`."));
            }
        }
        return Outcome.of(file);
    }

    private static Diagnostic notAFile(Path file) {
        return Diagnostic.error(
                "pki-not-a-file",
                file,
                "`" + file + "` isn't a file.",
                "Give a file; in the tree, move away what is there instead.");
    }

    static Outcome<byte[]> read(Path folder, Path file) {
        return requireNoLink(folder, file).then(own -> Disk.attempt(own, () -> readBounded(own)));
    }

    private static Outcome<byte[]> readBounded(Path file) throws IOException {
        try {
            return Outcome.of(BoundedFile.read(file, LARGEST));
        } catch (RefusedFileException e) {
            return Outcome.failure(
                    switch (e.refusal()) {
                        case MISSING ->
                            Diagnostic.error(
                                    "pki-not-a-file",
                                    file,
                                    "`" + file + "` doesn't exist.",
                                    "Give the path of a file that exists.");
                        case FOLDER, LINK, SPECIAL -> notAFile(file);
                        case TOO_LARGE ->
                            Diagnostic.error(
                                    "pki-malformed",
                                    file,
                                    "`" + file + "` is larger than 1 MiB.",
                                    "Give a PEM file there.");
                    });
        }
    }
}
