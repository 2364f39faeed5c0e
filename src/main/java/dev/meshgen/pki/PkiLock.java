package dev.meshgen.pki;

import dev.meshgen.diagnostic.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one run at a time work in a tree: a process's file lock ends with the process, however that ends. */
final class PkiLock {
    /** A file lock belongs to the whole JVM, so threads need one of their own. */
    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private PkiLock() {}

    static <T> Outcome<T> hold(PkiFolders folders, PkiFailure.Work<T> work) throws PkiFailure, IOException {
        Path file = folders.lockFile();
        Files.createDirectories(folders.publicFolder());
        NewFile.createPrivateFolder(file.getParent());
        Path real = file.getParent().toRealPath().resolve(file.getFileName());
        ReentrantLock threads = THREADS.computeIfAbsent(real, path -> new ReentrantLock());
        threads.lock();
        try (FileChannel channel = FileChannel.open(
                real, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), NewFile.OWNER_ONLY_FILE)) {
            // Closing the channel releases the lock.
            channel.lock();
            return work.run();
        } finally {
            threads.unlock();
        }
    }
}
