package dev.meshgen.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets one run at a time work: a process's file lock ends with the process, however that ends. */
public final class ExclusiveLock {
    private ExclusiveLock() {}

    /**
     * Must not be called by work that holds the lock already.
     *
     * @param file in a folder that exists
     */
    public static <T> T hold(Path file, Supplier<T> work) throws IOException {
        Path real = ThreadLock.real(file);
        ReentrantLock threads = ThreadLock.of(real);
        threads.lock();
        try (FileChannel channel = FileChannel.open(
                real,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
                FileMode.PRIVATE.attributes(real))) {
            // Closing the channel releases the lock.
            channel.lock();
            return work.get();
        } finally {
            threads.unlock();
        }
    }
}
