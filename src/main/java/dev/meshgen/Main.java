package dev.meshgen;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.cli.Console;
import dev.meshgen.cli.MeshgenCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The program. */
@NullMarked
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        boolean colour = System.console() != null && System.getenv("NO_COLOR") == null;
        Console console = new Console(
                System.in,
                new PrintWriter(System.out, true, UTF_8),
                new PrintWriter(System.err, true, UTF_8),
                colour,
                cache(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home")));
        System.exit(MeshgenCommand.run(console, arguments));
    }

    /** As the XDG base directory specification has it; a user without a home has no cache. */
    private static Optional<Path> cache(@Nullable String chosen, String home) {
        return Stream.of(Optional.ofNullable(chosen), Optional.of(home + "/.cache"))
                .flatMap(Optional::stream)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .findFirst()
                .map(folder -> folder.resolve("meshgen"));
    }
}
