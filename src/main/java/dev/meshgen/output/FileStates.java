package dev.meshgen.output;

import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.RefusedFileException;
import dev.meshgen.tree.Digest;
import dev.meshgen.tree.FileState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells the states of files in a folder apart, by what they hold and by what meshgen has written.
 *
 * @param folder of the tree; absolute and normalised
 * @param above the folders below it that were looked at: there are many files in each
 */
record FileStates(Path folder, Written written, Map<Path, FileKind> above) {
    /** Far above any generated file, and any lock; a larger one was written by somebody else. */
    static final int LARGEST = 1 << 26;

    FileStates(Path folder, Written written) {
        this(folder, written, new HashMap<>());
    }

    /**
     * The states of all files of a tree, and of those that meshgen wrote for an earlier one.
     *
     * @param wanted the tree's own lock
     */
    SortedMap<String, FileState> of(Lock wanted) throws IOException {
        SortedMap<String, FileState> found = new TreeMap<>();
        for (var file : wanted.files().entrySet()) {
            found.put(file.getKey(), of(file.getKey(), file.getValue()));
        }
        for (String path : written.paths()) {
            if (!found.containsKey(path)) {
                ofFormer(path).ifPresent(state -> found.put(path, state));
            }
        }
        return found;
    }

    /** The state of a file that is generated. */
    FileState of(String path, Lock.Entry wanted) throws IOException {
        Path target = folder.resolve(path);
        if (obstacle(target).isPresent()) {
            return FileState.BLOCKED;
        }
        if (kind(target) == FileKind.NOTHING) {
            return FileState.MISSING;
        }
        String found = digest(target);
        if (found.equals(wanted.sha256())) {
            return FileMode.isExecutable(target) == wanted.isExecutable() ? FileState.FRESH : FileState.STALE;
        }
        return judged(path, found, FileState.STALE);
    }

    /** The state of a file that meshgen has written and that isn't generated; empty if there is none. */
    private Optional<FileState> ofFormer(String path) throws IOException {
        Path target = folder.resolve(path);
        if (obstacle(target).isPresent() || kind(target) == FileKind.NOTHING) {
            return Optional.empty();
        }
        return Optional.of(judged(path, digest(target), FileState.ORPHAN));
    }

    private FileState judged(String path, String found, FileState asWeWroteIt) {
        if (written.has(path, found)) {
            return asWeWroteIt;
        }
        return written.has(path) ? FileState.EDITED : FileState.FOREIGN;
    }

    /** Anything but a file in the file's place, or but a folder in place of one above it. */
    Optional<Path> obstacle(Path target) {
        FileKind kind = kind(target);
        if (kind != FileKind.FILE && kind != FileKind.NOTHING) {
            return Optional.of(target);
        }
        for (Path each = target.getParent(); !each.equals(folder); each = each.getParent()) {
            FileKind found = folder(each);
            if (found != FileKind.FOLDER && found != FileKind.NOTHING) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** What is at a path; there is nothing below nothing. */
    private FileKind kind(Path path) {
        return folder(path.getParent()) == FileKind.NOTHING ? FileKind.NOTHING : FileKind.of(path);
    }

    private FileKind folder(Path path) {
        if (path.equals(folder)) {
            return FileKind.FOLDER;
        }
        FileKind known = above.get(path);
        if (known == null) {
            known = kind(path);
            above.put(path, known);
        }
        return known;
    }

    /** Of a file that is too large to be a generated one, a digest that none has. */
    private static String digest(Path target) throws IOException {
        try {
            return Digest.sha256(BoundedFile.read(target, LARGEST));
        } catch (RefusedFileException e) {
            return "";
        }
    }
}
