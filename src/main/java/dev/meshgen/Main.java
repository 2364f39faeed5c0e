package dev.meshgen;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.cli.Console;
import dev.meshgen.cli.MeshgenCommand;
import java.io.PrintWriter;
import org.jspecify.annotations.NullMarked;

/** The program. */
@NullMarked
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        boolean colour = System.console() != null && System.getenv("NO_COLOR") == null;
        Console console = new Console(
                System.in, new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), colour);
        System.exit(MeshgenCommand.run(console, arguments));
    }
}
