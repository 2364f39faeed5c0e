package dev.meshgen.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.FileKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what is in a tree's folder.
 *
 * @param given folder of the tree
 */
public record TreeReader(Path given) {
    /** The texts of those of these files that exist, by path; a link is not followed. */
    public SortedMap<String, String> read(Collection<String> paths) throws IOException {
        Path folder = given.toAbsolutePath().normalize();
        SortedMap<String, String> texts = new TreeMap<>();
        for (String path : paths) {
            Path file = folder.resolve(path);
            if (FileKind.of(file) == FileKind.FILE) {
                texts.put(path, new String(BoundedFile.read(file, FileStates.LARGEST), UTF_8));
            }
        }
        return texts;
    }
}
