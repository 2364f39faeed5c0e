package dev.meshgen.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes, lists and empties folders. */
public final class Folders {
    /** Far above any folder of ours; a disk as a whole is not one. */
    private static final int MOST = 100_000;

    private Folders() {}

    /** Makes a folder and those above it, as far as they are missing. */
    public static void create(Path folder, FileMode mode) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path above = folder.toAbsolutePath().normalize();
        while (above != null && FileKind.following(above) != FileKind.FOLDER) {
            missing.push(above);
            above = above.getParent();
        }
        for (Path each : missing) {
            make(each, mode);
        }
    }

    private static void make(Path folder, FileMode mode) throws IOException {
        try {
            Files.createDirectory(folder, mode.attributes(folder));
            mode.set(folder);
        } catch (FileAlreadyExistsException e) {
            // Another run may have made it meanwhile.
            if (FileKind.of(folder) != FileKind.FOLDER) {
                throw e;
            }
        }
        if (mode == FileMode.PRIVATE_FOLDER) {
            sync(folder.getParent());
        }
    }

    /**
     * All that is below a folder and isn't a folder itself, sorted; links are named, not followed.
     */
    public static List<Path> entries(Path folder) throws IOException {
        return entries(folder, each -> false);
    }

    /**
     * The same without some files.
     *
     * @param skipped what isn't listed; of a folder, nor what is in it
     */
    public static List<Path> entries(Path folder, Predicate<Path> skipped) throws IOException {
        if (FileKind.following(folder) != FileKind.FOLDER) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                return !each.equals(folder) && skipped.test(each)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                if (!skipped.test(each)) {
                    found.add(each);
                }
                if (found.size() > MOST) {
                    throw new FileSystemException(folder.toString(), null, "there are too many files in it");
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }

    /** The folders right below a folder, sorted; links are none. */
    public static List<Path> inside(Path folder) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            List<Path> folders = new ArrayList<>();
            for (Path each : found) {
                if (FileKind.of(each) == FileKind.FOLDER) {
                    folders.add(each);
                }
                if (folders.size() > MOST) {
                    throw new FileSystemException(folder.toString(), null, "there are too many folders in it");
                }
            }
            Collections.sort(folders);
            return folders;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Removes a folder with all that is in it; links are removed, not followed. */
    public static void delete(Path folder) throws IOException {
        if (!FileKind.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether the folder was empty and is gone. */
    public static boolean deleteIfEmpty(Path folder) throws IOException {
        try {
            return Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    public static void deleteFile(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Moves a file so that it has at any time one of its two names. */
    public static void move(Path file, Path target) throws IOException {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        sync(target.getParent());
    }

    /** Makes a file, or a change of names in a folder, survive a power failure. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
