package dev.meshgen.output;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folder of a tree where the user names none. */
public final class DefaultFolder {
    private static final Path OUT = Path.of("out");

    private DefaultFolder() {}

    /**
     * The folders of other trees that are beside one; none, if this isn't where trees are by
     * default.
     */
    public static List<Path> beside(Path folder) {
        try {
            return OUT.equals(folder.getParent())
                    ? Folders.inside(OUT).stream()
                            .filter(other -> !other.equals(folder))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            return List.of(); // what else is there is no reason to fail
        }
    }

    /** The folder, unless a link leads elsewhere: private keys go there too. */
    public static Outcome<Path> of(String mesh) {
        Path folder = OUT.resolve(mesh);
        Optional<Path> link = List.of(OUT, folder).stream()
                .filter(each -> FileKind.of(each) == FileKind.LINK)
                .findFirst();
        return link.<Outcome<Path>>map(each -> Outcome.failure(Diagnostic.error(
                        "output-in-the-way",
                        each,
                        "`" + each + "` is a symbolic link.",
                        "Remove it, or name the folder that you mean with `--output-dir`.")))
                .orElseGet(() -> Outcome.of(folder));
    }
}
