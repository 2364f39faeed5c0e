package dev.meshgen.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.RuleId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A specification is never overwritten. */
class NewFileTest {
    @TempDir
    private Path folder;

    private static List<String> rules(Path file) {
        return NewFile.create(file, "new").diagnostics().stream()
                .map(Diagnostic::rule)
                .map(RuleId::value)
                .toList();
    }

    @Test
    void makes_the_folders_above() {
        Path file = folder.resolve("a/b/mesh.yaml");

        assertThat(NewFile.create(file, "new").value()).hasValue(file);
        assertThat(file).hasContent("new");
    }

    @Test
    void a_file_or_a_link_to_nowhere_is_left_alone() throws IOException {
        Path file = Files.writeString(folder.resolve("mine"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

        assertThat(rules(file)).containsExactly("output-file-exists");
        assertThat(rules(link)).containsExactly("output-file-exists");
        assertThat(file).hasContent("mine");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void a_file_in_place_of_the_folder_is_named() throws IOException {
        Files.writeString(folder.resolve("mine"), "mine");

        assertThat(rules(folder.resolve("mine/mesh.yaml"))).containsExactly("output-not-a-folder");
    }

    @Test
    void what_the_disk_refuses_is_reported() {
        assertThat(rules(Path.of("/proc/none/mesh.yaml"))).containsExactly("output-failed");
    }
}
