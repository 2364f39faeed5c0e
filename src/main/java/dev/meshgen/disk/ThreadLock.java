package dev.meshgen.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The part of a file lock that threads need. A file lock belongs to the whole JVM, which loses it
 * as soon as any of its threads closes another handle of the file.
 */
final class ThreadLock {
    private static final ConcurrentMap<Path, ReentrantLock> ALL = new ConcurrentHashMap<>();

    private ThreadLock() {}

    /** The name by which all threads know a file. Its folder exists; itself it may be a link. */
    static Path real(Path file) throws IOException {
        return file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    }

    static ReentrantLock of(Path real) {
        return ALL.computeIfAbsent(real, path -> new ReentrantLock());
    }
}
