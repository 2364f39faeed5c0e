package dev.meshgen;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.cli.Console;
import dev.meshgen.cli.MeshgenCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
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
    static Optional<Path> cache(@Nullable String chosen, String home) {
        Path folder = Path.of(chosen == null ? "" : chosen);
        if (!folder.isAbsolute()) {
            folder = Path.of(home, ".cache");
        }
        return folder.isAbsolute() ? Optional.of(folder.resolve("meshgen")) : Optional.empty();
    }
}
