package dev.meshgen.render;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.disk.FileKind;
import java.nio.file.Path;

/**
 * A folder of a user's templates.
 *
 * @param named where the user names it
 * @param hint what to do if there is no such folder
 */
public record TemplateFolder(Path path, SourceSpan named, String hint) {
    /** The folder that an option names. */
    public static TemplateFolder chosen(Path path) {
        return new TemplateFolder(
                path,
                SourceSpan.wholeFile(path.toString()),
                "Set `--templates` to a folder that mirrors `templates/`.");
    }

    /**
     * The folder that a specification names, which must not lead out of the folder that it was
     * checked out to: anybody can propose a specification.
     *
     * @param base folder of the specification
     */
    public static Outcome<TemplateFolder> below(Path base, String relative, SourceSpan named) {
        Path folder = base;
        for (String element : relative.split("/")) {
            folder = folder.resolve(element);
            if (FileKind.of(folder) == FileKind.LINK) {
                return Outcome.failure(Diagnostic.error(
                        "templates-unreadable",
                        named,
                        "`" + folder + "` is a symbolic link.",
                        "Put the folder itself there, or name it with `--templates`."));
            }
        }
        return Outcome.of(new TemplateFolder(
                folder, named, "Make the folder, or correct its path, which starts at the specification's folder."));
    }
}
