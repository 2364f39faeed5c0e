package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Ends the work at hand with an error; at the package's border it becomes an {@link Outcome}. */
final class PkiFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Diagnostic diagnostic;

    PkiFailure(Diagnostic diagnostic) {
        super(diagnostic.message());
        this.diagnostic = diagnostic;
    }

    PkiFailure(String rule, Path file, String message, String hint) {
        this(Finding.error(rule, file, message, hint));
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }

    /** Work on files that can fail for a reason to tell. */
    @FunctionalInterface
    interface Work<T> {
        Outcome<T> run() throws PkiFailure, IOException;
    }

    static <T> Outcome<T> asOutcome(Path folder, Work<T> work) {
        try {
            return work.run();
        } catch (PkiFailure e) {
            return Outcome.failure(e.diagnostic);
        } catch (IOException e) {
            Path file = e instanceof FileSystemException named && named.getFile() != null
                    ? Path.of(named.getFile())
                    : folder;
            String reason = e instanceof FileSystemException named && named.getReason() != null
                    ? named.getReason()
                    : e.getClass().getSimpleName().replace("Exception", "");
            return Outcome.failure(Finding.error(
                    "pki-io",
                    file,
                    "`" + file + "` can't be read or written: " + reason + ".",
                    "Check the folder's owner, permissions and free space, then run the same command again."));
        }
    }
}
