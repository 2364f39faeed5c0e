package dev.meshgen.cli;

import dev.meshgen.disk.FileKind;
import dev.meshgen.tree.TreePath;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a tree, or a line of it, as people paste it from a terminal or a pull request.
 *
 * @param path from the working directory, or from the folder of the tree
 */
record AskedPlace(String path, Optional<Integer> line) {
    private static final Pattern PLACE = Pattern.compile("(.+?)(?::([1-9]\\d{0,6})(?::\\d*)?:?)?");

    /** Reads {@code PATH}, {@code PATH:LINE} or {@code PATH:LINE:COLUMN}. */
    static Optional<AskedPlace> parse(String text) {
        Matcher place = PLACE.matcher(text);
        if (!place.matches()) {
            return Optional.empty();
        }
        try {
            String path = Path.of(place.group(1)).normalize().toString().replace('\\', '/');
            return Optional.of(
                    new AskedPlace(path, Optional.ofNullable(place.group(2)).map(Integer::valueOf)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Whether it can be nothing but a path. */
    boolean isPath() {
        return path.contains("/") || FileKind.exists(Path.of(path));
    }

    /** The path of the file in the tree, if that has one. */
    Optional<String> inTree(List<String> files) {
        return fromTree().filter(files::contains).or(() -> Optional.of(path).filter(files::contains));
    }

    /** The files in the folder. */
    List<String> below(List<String> files) {
        String folder = fromTree().orElse(path);
        return files.stream()
                .filter(file -> folder.isEmpty() || file.startsWith(folder + "/"))
                .toList();
    }

    /** The path from the nearest folder with a lock, where there is one on the disk. */
    private Optional<String> fromTree() {
        Path whole = Path.of(path).toAbsolutePath().normalize();
        for (Path tree = whole; tree != null; tree = tree.getParent()) {
            if (FileKind.of(tree.resolve(TreePath.LOCK)) == FileKind.FILE) {
                return Optional.of(tree.relativize(whole).toString().replace('\\', '/'));
            }
        }
        return Optional.empty();
    }
}
