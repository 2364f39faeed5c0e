package dev.meshgen.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.meshgen.disk.RefusedFileException.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Optional;

/** Reads files up to a limit. */
public final class BoundedFile {
    private BoundedFile() {}

    /** The bytes of a regular file: a link or a pipe is refused before it is opened. */
    public static byte[] read(Path file, int limit) throws IOException {
        Optional<Refusal> refusal = refusal(FileKind.of(file));
        if (refusal.isPresent()) {
            throw new RefusedFileException(file, refusal.get());
        }
        boolean claimsEmpty = Files.size(file) == 0;
        byte[] bytes = open(file, limit, NOFOLLOW_LINKS);
        if (claimsEmpty && bytes.length > 0) {
            throw new RefusedFileException(file, Refusal.SPECIAL);
        }
        return bytes;
    }

    private static Optional<Refusal> refusal(FileKind kind) {
        return switch (kind) {
            case NOTHING -> Optional.of(Refusal.MISSING);
            case FOLDER -> Optional.of(Refusal.FOLDER);
            case LINK -> Optional.of(Refusal.LINK);
            case SPECIAL -> Optional.of(Refusal.SPECIAL);
            case FILE -> Optional.empty();
        };
    }

    /** The bytes of whatever a path leads to, such as a pipe from a password manager. */
    public static byte[] readAny(Path file, int limit) throws IOException {
        FileKind kind = FileKind.following(file);
        if (kind == FileKind.NOTHING || kind == FileKind.FOLDER) {
            throw new RefusedFileException(file, kind == FileKind.FOLDER ? Refusal.FOLDER : Refusal.MISSING);
        }
        return open(file, limit);
    }

    private static byte[] open(Path file, int limit, OpenOption... options) throws IOException {
        try (InputStream in = Files.newInputStream(file, options)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new RefusedFileException(file, Refusal.TOO_LARGE);
            }
            return bytes;
        }
    }
}
