package dev.meshgen.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A program that a test asks: where it is missing the test says so, and fails where every tool is
 * required.
 */
public final class RequiredTool {
    private RequiredTool() {}

    public static void assumeOrFail(String name) {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (!found && System.getenv("MESHGEN_REQUIRE_TOOLS") != null) {
            throw new AssertionError(name + " not found, and MESHGEN_REQUIRE_TOOLS is set");
        }
        if (!found) {
            throw new TestAbortedException("skipped: " + name + " not found");
        }
    }
}
