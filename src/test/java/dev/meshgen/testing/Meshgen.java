package dev.meshgen.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.cli.Console;
import dev.meshgen.cli.MeshgenCommand;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program as a user runs it, in memory: a command line in, an exit code and what it prints out.
 */
public final class Meshgen {
    private Meshgen() {}

    /** What a run returned and printed. */
    public record Run(int exit, String out, String err) {}

    public static Run run(String... arguments) {
        return runOn("", arguments);
    }

    public static Run runOn(String stdin, String... arguments) {
        return runOn(stdin.getBytes(UTF_8), arguments);
    }

    public static Run runOn(byte[] stdin, String... arguments) {
        return runOn(new ByteArrayInputStream(stdin), arguments);
    }

    public static Run runOn(InputStream stdin, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(stdin, writer(out), writer(err), false);
        int exit = MeshgenCommand.run(console, arguments);
        return new Run(exit, out.toString(), err.toString());
    }

    /** As the program has them: without an end of line, text is unseen until it is flushed. */
    private static PrintWriter writer(Writer end) {
        return new PrintWriter(new BufferedWriter(end), true);
    }

    /** The tree of a specification that has no errors, without its lock. */
    public static FileTree tree(String spec) {
        try {
            Path folder = Files.createTempDirectory("tree");
            try {
                Run run = runOn(
                        spec,
                        "generate",
                        "--without-ca",
                        "-",
                        "--output-dir",
                        folder.toString(),
                        "--as-of",
                        Samples.DAY.toString());
                assertThat(run.exit()).as(run.err()).isZero();
                return FileTree.read(folder, "meshgen.lock.json");
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        }
    }
}
