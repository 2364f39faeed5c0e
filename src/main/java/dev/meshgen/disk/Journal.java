package dev.meshgen.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a run is about to do, one line for each thing, so that the next run can tell what a killed
 * one has begun. Only one run at a time has it open; others wait. The file is gone when nothing is
 * begun.
 */
public final class Journal implements AutoCloseable {
    private static final int LARGEST = 1 << 26;

    private final Path file;
    private final FileChannel channel;
    private final ReentrantLock threads;
    private final List<String> earlier;

    private Journal(Path file, FileChannel channel, ReentrantLock threads) throws IOException {
        this.file = file;
        this.channel = channel;
        this.threads = threads;
        this.earlier = lines(read(channel));
    }

    /**
     * Waits until no other run has it open.
     *
     * @param file in a folder that exists
     */
    public static Journal open(Path file) throws IOException {
        Path real = ThreadLock.real(file);
        ReentrantLock threads = ThreadLock.of(real);
        threads.lock();
        try {
            while (true) {
                FileChannel channel = openOrCreate(real);
                Object key = key(real);
                channel.lock();
                if (isStillThere(channel, real, key)) {
                    return new Journal(real, channel, threads);
                }
                channel.close();
            }
        } catch (IOException | RuntimeException e) {
            threads.unlock();
            throw e;
        }
    }

    private static FileChannel openOrCreate(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
                FileMode.PUBLIC.attributes(file));
    }

    /**
     * Whoever held the lock before may have removed the file: then this is a file without a name.
     */
    private static boolean isStillThere(FileChannel channel, Path file, Object key) throws IOException {
        try {
            return Objects.equals(key, key(file)) && Files.size(file) == channel.size();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** What tells a file from all others that are open; the system may have no such thing. */
    private static Object key(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS)
                    .fileKey();
            return key == null ? "" : key;
        } catch (NoSuchFileException e) {
            return "gone";
        }
    }

    private static byte[] read(FileChannel channel) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) Math.min(channel.size(), LARGEST));
        while (all.hasRemaining() && channel.read(all, all.position()) > 0) {
            // until the end
        }
        return all.array();
    }

    /**
     * The whole lines in a journal, once no other thread has it open; none if there is no such
     * file.
     */
    public static List<String> read(Path file) throws IOException {
        if (!FileKind.exists(file)) {
            return List.of();
        }
        Path real = ThreadLock.real(file);
        ReentrantLock threads = ThreadLock.of(real);
        threads.lock();
        try {
            return FileKind.exists(real) ? lines(BoundedFile.read(real, LARGEST)) : List.of();
        } finally {
            threads.unlock();
        }
    }

    private static List<String> lines(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** What killed runs have left. */
    public List<String> earlier() {
        return earlier;
    }

    /** Adds lines, which are on the disk when this returns. */
    public void append(List<String> lines) throws IOException {
        // The first line feed ends what a killed run may have left of its last line.
        ByteBuffer rest = ByteBuffer.wrap(("\n" + String.join("\n", lines) + "\n").getBytes(UTF_8));
        while (rest.hasRemaining()) {
            channel.write(rest, channel.size());
        }
        channel.force(true);
    }

    /** All that was begun is done. */
    public void finish() throws IOException {
        Files.deleteIfExists(file);
    }

    /** This run changed nothing, so there is nothing to tell but what killed runs have left. */
    public void finishUnlessUnfinished() throws IOException {
        if (earlier.isEmpty()) {
            finish();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            threads.unlock();
        }
    }
}
