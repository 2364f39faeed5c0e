package dev.meshgen.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets one run at a time work: a process's file lock ends with the process, however that ends. */
public final class ExclusiveLock {
    private ExclusiveLock() {}

    /**
     * Must not be called by work that holds the lock already.
     *
     * @param file in a folder that exists; the work may remove it
     */
    public static <T> T hold(Path file, Supplier<T> work) throws IOException {
        Path real = ThreadLock.real(file);
        ReentrantLock threads = ThreadLock.of(real);
        threads.lock();
        try {
            Optional<T> done = Optional.empty();
            while (done.isEmpty()) {
                done = attempt(real, work);
            }
            return done.get();
        } finally {
            threads.unlock();
        }
    }

    /** Nothing, if the file was new or another run has removed it: that lock keeps nobody away. */
    private static <T> Optional<T> attempt(Path real, Supplier<T> work) throws IOException {
        boolean existed = FileKind.exists(real);
        Object before = existed ? identity(real) : null;
        try (FileChannel channel = FileChannel.open(
                real,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
                FileMode.PRIVATE.attributes(real))) {
            // Closing the channel releases the lock.
            channel.lock();
            return existed && FileKind.exists(real) && Objects.equals(before, identity(real))
                    ? Optional.of(work.get())
                    : Optional.empty();
        }
    }

    /** Another one for each file, where the file system has such a thing. */
    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS)
                .fileKey();
    }
}
