package dev.meshgen.pki.files;

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
import java.util.function.Supplier;

/**
 * Lets one run at a time change a tree: a process's file lock ends with the process, however that
 * ends.
 */
public final class PkiLock {
    /** A file lock belongs to the whole JVM, so threads need one of their own. */
    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private PkiLock() {}

    /** Must not be called by work that holds the lock already. */
    public static <T> Outcome<T> hold(PkiFolders folders, Supplier<Outcome<T>> work) {
        Path file = folders.lockFile();
        return Disk.attempt(folders.publicFolder(), () -> {
                    Files.createDirectories(folders.publicFolder());
                    return NewFile.createPrivateFolder(file.getParent());
                })
                .then(folder ->
                        Disk.attempt(file, () -> holdFile(folder.toRealPath().resolve(file.getFileName()), work)));
    }

    private static <T> Outcome<T> holdFile(Path file, Supplier<Outcome<T>> work) throws IOException {
        ReentrantLock threads = THREADS.computeIfAbsent(file, path -> new ReentrantLock());
        threads.lock();
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), NewFile.OWNER_ONLY_FILE)) {
            // Closing the channel releases the lock.
            channel.lock();
            return work.get();
        } finally {
            threads.unlock();
        }
    }
}
