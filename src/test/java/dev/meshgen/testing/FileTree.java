package dev.meshgen.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a folder, by their path in it. */
public record FileTree(SortedMap<String, File> files) {
    /** What a file holds, and whether it is a program. */
    public record File(String text, boolean isExecutable) {
        void write(Path file) throws IOException {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            if (!file.toFile().setExecutable(isExecutable, false)) {
                throw new IOException("can't change the mode of " + file);
            }
        }
    }

    static final FileTree EMPTY = new FileTree(new TreeMap<>());

    public FileTree {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** A tree of one file. */
    static FileTree of(String path, String text) {
        return new FileTree(new TreeMap<>(Map.of(path, new File(text, false))));
    }

    /**
     * The files of a folder, except for those under these names at its top; none where there is no
     * folder.
     */
    public static FileTree read(Path folder, String... except) {
        if (!Files.exists(folder)) {
            return EMPTY;
        }
        SortedMap<String, File> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path path = folder.relativize(file);
                if (!List.of(except).contains(path.getName(0).toString())) {
                    files.put(path.toString(), new File(Files.readString(file), Files.isExecutable(file)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FileTree(files);
    }

    public boolean holds(String path) {
        return files.containsKey(path);
    }

    public String text(String path) {
        return files.get(path).text();
    }
}
