package dev.meshgen.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.StagedFile;
import dev.meshgen.tree.TreePath;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps what people wrote in files that are about to be overwritten.
 *
 * @param folder of the tree; absolute and normalised
 */
record Backup(Path folder) {
    /** Copies files, each under a name that no earlier copy has. */
    void keep(List<String> paths) throws IOException {
        if (paths.isEmpty()) {
            return;
        }
        Path backup = folder.resolve(TreePath.BACKUP);
        // A link there was prepared by somebody, and could lead anywhere.
        if (FileKind.exists(backup) && FileKind.of(backup) != FileKind.FOLDER) {
            throw new NotDirectoryException(backup.toString());
        }
        Folders.create(backup, FileMode.PRIVATE_FOLDER);
        Path ignore = backup.resolve(".gitignore");
        if (!FileKind.exists(ignore)) {
            StagedFile.create(ignore, "*\n".getBytes(UTF_8), FileMode.PRIVATE);
        }
        for (String path : paths) {
            byte[] bytes = BoundedFile.read(folder.resolve(path), FileStates.LARGEST);
            StagedFile.create(free(backup, path.replace("/", "--")), bytes, FileMode.PRIVATE);
        }
    }

    private static Path free(Path backup, String name) {
        int number = 1;
        while (FileKind.exists(backup.resolve(name + "." + number))) {
            number++;
        }
        return backup.resolve(name + "." + number);
    }
}
