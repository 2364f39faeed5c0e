package dev.meshgen.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.meshgen.testing.FileTree.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A golden can fail, says where, and is never accepted in silence. */
class GoldenTest {
    @TempDir
    private Path folder;

    private final FileTree received = new FileTree(new TreeMap<>(Map.of(
            "same", new File("1\n", false),
            "changed", new File("1\n2\nthree\n4\n", false),
            "run.sh", new File("true\n", true),
            "new/file", new File("new\n", false))));

    @BeforeEach
    void approve() throws IOException {
        Files.writeString(folder.resolve("same"), "1\n");
        Files.writeString(folder.resolve("changed"), "1\n2\n3\n4\n");
        Files.writeString(folder.resolve("run.sh"), "true\n");
        Files.writeString(folder.resolve("old"), "old\n");
    }

    private String failure(boolean accepting) {
        return catchThrowable(() -> Golden.verify(folder, FileTree.read(folder), received, accepting))
                .getMessage();
    }

    @Test
    void every_file_that_differs_is_named_with_its_first_lines() {
        assertThat(failure(false)).contains("./mvnw test -Dapprove").endsWith("""
                        MISSING   old
                        EXTRA     new/file
                        DIFFERENT changed
                          @@ -2,3 +2,3 @@
                           2
                          -3
                          +three
                           4
                        DIFFERENT run.sh (is executable now)""");
        assertThat(folder.resolve("old")).exists();
    }

    @Test
    void a_long_difference_is_cut() throws IOException {
        Files.writeString(folder.resolve("changed"), "a\n".repeat(100));

        assertThat(failure(false)).contains("  -a\n  ... ").contains(" more lines\n");
    }

    @Test
    void a_line_break_at_the_end_is_a_difference() {
        FileTree with = FileTree.of("file", "text\n");
        FileTree without = FileTree.of("file", "text");

        assertThat(new TreeDifference(with, without).different()).containsExactly("file");
        assertThat(new TreeDifference(with, without).report()).contains("\n  -");
    }

    @Test
    void accepting_rewrites_the_folder_and_fails_once() {
        assertThat(failure(true)).contains("review it with `git diff`", "MISSING   old", "EXTRA     new/file");

        assertThat(FileTree.read(folder)).isEqualTo(received);
        assertThatCode(() -> Golden.verify(folder, FileTree.read(folder), received, true))
                .doesNotThrowAnyException();
    }

    @Test
    void a_text_without_an_approved_file_fails() {
        Throwable failure = catchThrowable(() -> Golden.verify(folder.resolve("none"), "text"));

        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("EXTRA     none");
    }
}
