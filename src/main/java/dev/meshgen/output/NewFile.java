package dev.meshgen.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.Reason;
import dev.meshgen.disk.StagedFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** A file that is written only if it does not exist. */
public final class NewFile {
    private NewFile() {}

    public static Outcome<Path> create(Path file, String text) {
        try {
            Path target = file.toAbsolutePath().normalize();
            Path folder = target.getParent();
            if (FileKind.exists(folder) && FileKind.following(folder) != FileKind.FOLDER) {
                return failure(
                        "output-not-a-folder",
                        folder,
                        "`" + folder + "` is not a folder.",
                        "Choose another folder, or move the file away.");
            }
            Folders.create(folder, FileMode.PUBLIC_FOLDER);
            StagedFile.create(target, text.getBytes(UTF_8), FileMode.PUBLIC);
            return Outcome.of(file);
        } catch (FileAlreadyExistsException e) {
            return failure(
                    "output-file-exists",
                    file,
                    "`" + file + "` exists.",
                    "Choose another folder; meshgen never overwrites a specification.");
        } catch (IOException e) {
            return failure(
                    "output-failed",
                    file,
                    "meshgen could not write `" + file + "`: " + Reason.of(e) + ".",
                    "Check the folder's permissions and the free disk space, then run the command again.");
        }
    }

    /** The same, and no error if there is such a file. */
    public static Outcome<Path> createIfMissing(Path file, String text) {
        return FileKind.of(file) == FileKind.FILE ? Outcome.of(file) : create(file, text);
    }

    private static Outcome<Path> failure(String rule, Path file, String message, String hint) {
        return Outcome.failure(Diagnostic.error(rule, file, message, hint));
    }
}
