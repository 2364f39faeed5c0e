package dev.meshgen.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM of its own that says when its work begins, so that it can be killed in the middle of it.
 */
public final class VictimProcess {
    private static final String BEGIN = "begin";

    private VictimProcess() {}

    /**
     * @param before a program that runs the JVM, with its arguments; may be empty
     */
    public static Process start(List<String> before, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** For the process itself: its work begins. */
    public static void begin() {
        System.out.println(BEGIN);
    }

    /**
     * Kills the process after it has changed the folder some number of times, or when it has ended.
     */
    public static void killAfter(int changes, Process process, Path folder) throws IOException, InterruptedException {
        awaitStart(process);
        int left = changes;
        int seen = state(folder);
        while (left > 0 && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
            int now = state(folder);
            left -= now == seen ? 0 : 1;
            seen = now;
        }
        process.destroyForcibly().waitFor();
    }

    private static void awaitStart(Process process) throws IOException {
        String line = process.inputReader(UTF_8).readLine();
        if (!BEGIN.equals(line)) {
            throw new IllegalStateException("the process said " + line);
        }
    }

    private static int state(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted()
                    .map(file -> file + " " + file.toFile().lastModified())
                    .toList()
                    .hashCode();
        } catch (IOException | UncheckedIOException e) {
            // A file went while it was looked at.
            return 0;
        }
    }
}
