package dev.meshgen.output;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is written only if it does not exist. */
public final class NewFile {
    private NewFile() {}

    public static Outcome<Path> create(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                return failure(
                        "output-not-a-folder",
                        folder,
                        "`" + folder + "` is not a folder.",
                        "Choose another folder, or move the file away.");
            }
            Files.createDirectories(folder);
            Files.writeString(
                    file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
                    "meshgen could not write `" + file + "`: " + e.getClass().getSimpleName() + ".",
                    "Check the folder's permissions and the free disk space, then run the command again.");
        }
    }

    private static Outcome<Path> failure(String rule, Path file, String message, String hint) {
        return Outcome.failure(Diagnostic.error(rule, SourceSpan.wholeFile(file.toString()), message, hint));
    }
}
