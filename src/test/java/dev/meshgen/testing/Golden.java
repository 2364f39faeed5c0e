package dev.meshgen.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares what comes out with the files that a person approved.
 *
 * <p>{@code ./mvnw test -Dapprove} accepts what comes out, and still fails once: CI can never
 * accept silently.
 */
public final class Golden {
    private Golden() {}

    /** Fails unless the text is what the approved file holds. */
    public static void verify(Path approved, String text) {
        String name = approved.getFileName().toString();
        FileTree before = Files.exists(approved) ? FileTree.of(name, read(approved)) : FileTree.EMPTY;
        verify(approved.getParent(), before, FileTree.of(name, text));
    }

    /**
     * Fails unless both trees hold the same files.
     *
     * @param folder where the approved tree is
     */
    public static void verify(Path folder, FileTree approved, FileTree received) {
        verify(folder, approved, received, System.getProperty("approve") != null);
    }

    static void verify(Path folder, FileTree approved, FileTree received, boolean accepting) {
        TreeDifference difference = new TreeDifference(approved, received);
        if (difference.isEmpty()) {
            return;
        }
        if (accepting) {
            accept(folder, difference);
        }
        String toDo = accepting
                ? "What came out is accepted: review it with `git diff`, then run the tests again."
                : "If what came out is right, accept it with `./mvnw test -Dapprove`.";
        throw new AssertionError("%s is not what came out. %s%n%s".formatted(folder, toDo, difference.report()));
    }

    private static void accept(Path folder, TreeDifference difference) {
        try {
            for (String path : difference.missing()) {
                Files.delete(folder.resolve(path));
            }
            for (String path : difference.toWrite()) {
                difference.received().files().get(path).write(folder.resolve(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
