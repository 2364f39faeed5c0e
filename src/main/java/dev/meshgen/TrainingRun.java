package dev.meshgen;

import dev.meshgen.cli.Console;
import dev.meshgen.cli.MeshgenCommand;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the usual commands, so that a JVM which records what they load can keep it ready for later
 * runs: the training run of JEP 483.
 */
public final class TrainingRun {
    private TrainingRun() {}

    /** Takes a specification, a folder to write in, and maybe a specification to make keys for. */
    public static void main(String[] arguments) {
        String spec = arguments[0];
        Path folder = Path.of(arguments[1]);
        String tree = folder.resolve("tree").toString();
        List<List<String>> lines = new ArrayList<>(List.of(
                List.of("validate", spec, "--as-of", "2026-01-01"),
                List.of("generate", "--without-ca", spec, "-d", tree, "--as-of", "2026-01-01"),
                List.of("generate", "--without-ca", spec, "-d", tree, "--as-of", "2026-01-01"),
                List.of("check", spec, "-d", tree, "--as-of", "2026-01-01")));
        if (arguments.length > 2) {
            lines.add(List.of(
                    "ca", "issue", arguments[2], "-d", folder.resolve("keys").toString()));
        }
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Console console = new Console(
                InputStream.nullInputStream(), nowhere, nowhere, false, Main.cache(null, folder.toString()));
        lines.forEach(line -> {
            int code = MeshgenCommand.run(console, line.toArray(String[]::new));
            if (code != 0) {
                throw new IllegalStateException("Exit code " + code + ": meshgen " + String.join(" ", line));
            }
        });
    }
}
