package dev.meshgen.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is complete beside its place, under a name that nobody can guess, before it is moved
 * there.
 */
public record StagedFile(Path temporary, Path target) {
    private static final Pattern NAME = Pattern.compile("\\.(.+)\\.[0-9a-f]{16}\\.tmp", Pattern.DOTALL);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<OpenOption> EXCLUSIVE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NOFOLLOW_LINKS);

    public static StagedFile of(Path target) {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        String name = "." + target.getFileName() + "." + HexFormat.of().formatHex(random) + ".tmp";
        return new StagedFile(target.resolveSibling(name), target);
    }

    /** Writes to the temporary name, in a folder that exists. */
    public void write(byte[] bytes, FileMode mode) throws IOException {
        create(temporary, bytes, mode);
    }

    /** Writes a file that must not exist, with its mode from the first byte. */
    public static void create(Path file, byte[] bytes, FileMode mode) throws IOException {
        try (FileChannel channel = FileChannel.open(file, EXCLUSIVE, mode.attributes(file))) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            mode.set(file);
        }
    }

    /** Takes the place of whatever file is there; a link there is replaced, not followed. */
    public void replace() throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Moves the file to its place, which must be free, so that a power failure loses nothing. */
    public void place() throws IOException {
        if (FileKind.exists(target)) {
            discard();
            throw new FileAlreadyExistsException(target.toString(), null, "it exists already and is never overwritten");
        }
        Folders.sync(temporary);
        replace();
        Folders.sync(target.getParent());
    }

    public void discard() throws IOException {
        Files.deleteIfExists(temporary);
    }

    /** Whether a file is one that a killed run has left beside its target. */
    public static boolean isTemporary(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    /** Removes what killed runs have left in a folder beside these targets. */
    public static void sweep(Path folder, Predicate<String> targetName) throws IOException {
        if (FileKind.following(folder) != FileKind.FOLDER) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                Matcher name = NAME.matcher(each.getFileName().toString());
                if (name.matches() && targetName.test(name.group(1)) && FileKind.of(each) != FileKind.FOLDER) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }
}
