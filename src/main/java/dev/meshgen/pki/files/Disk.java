package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.Reason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The room's edge: what the file system refuses becomes a diagnostic. */
final class Disk {
    private Disk() {}

    /** Work on files. */
    @FunctionalInterface
    interface Work<T> {
        Outcome<T> run() throws IOException;
    }

    /** @param path named where the file system names no file */
    static <T> Outcome<T> attempt(Path path, Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            return Outcome.failure(failure(path, e));
        }
    }

    private static Diagnostic failure(Path path, IOException e) {
        Path file = e instanceof FileSystemException named && named.getFile() != null ? Path.of(named.getFile()) : path;
        return Diagnostic.error(
                "pki-io",
                file,
                "`" + file + "` can't be read or written: " + Reason.of(e) + ".",
                "Check the folder's owner, permissions and free space, then run the same command again.");
    }
}
