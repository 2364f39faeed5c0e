package dev.meshgen.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.Main;
import dev.meshgen.testing.Meshgen.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own: with another folder, environment or umask. */
public record MeshgenProcess(Path folder, Map<String, String> environment, String umask) {
    /** The words that start the program: of this JVM, with these classes. */
    public static final List<String> PROGRAM = List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            // The other console, of some JDKs, is there even where nobody can be asked.
            "-Djdk.console=java.base",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());

    public static MeshgenProcess in(Path folder) {
        return new MeshgenProcess(folder, Map.of(), "022");
    }

    public MeshgenProcess with(Map<String, String> variables) {
        return new MeshgenProcess(folder, variables, umask);
    }

    public MeshgenProcess withUmask(String mask) {
        return new MeshgenProcess(folder, environment, mask);
    }

    public Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
        command.addAll(PROGRAM);
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("meshgen", ".out");
        Path err = Files.createTempFile("meshgen", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("meshgen doesn't end: " + List.of(arguments));
            }
            return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
