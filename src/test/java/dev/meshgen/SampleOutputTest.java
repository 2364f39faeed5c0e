package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.output.TreeWriter;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trees under {@code out/} are what the samples generate, byte for byte. */
class SampleOutputTest {
    private static final Set<String> OF_USE = Set.of("pki", ".work");

    static Stream<String> samples() {
        return Samples.names().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void committed_tree_is_what_the_sample_generates(String sample, @TempDir Path folder) throws IOException {
        OutputTree tree = Samples.tree(Samples.text(sample));

        new TreeWriter(folder, false).write(tree).value().orElseThrow();

        assertThat(contents(Path.of("out", sample)))
                .as("run `./meshgen generate samples/%s/mesh.yaml` and review the difference", sample)
                .isEqualTo(contents(folder));
    }

    @Test
    void there_are_no_trees_without_a_sample() throws IOException {
        try (Stream<Path> trees = Files.list(Path.of("out"))) {
            assertThat(trees.map(tree -> tree.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Samples.names());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void writing_a_tree_twice_changes_nothing(String sample, @TempDir Path folder) {
        OutputTree tree = Samples.tree(Samples.text(sample));

        new TreeWriter(folder, false).write(tree);
        ChangeSet second = new TreeWriter(folder, false).write(tree).value().orElseThrow();

        assertThat(second.isEmpty()).isTrue();
        assertThat(second.unchanged()).hasSize(tree.files().size());
    }

    /** Every file but those of the certificate authority and of the scripts, which come from somebody's use of the tree. */
    private static SortedMap<String, String> contents(Path folder) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)
                    .filter(file ->
                            !OF_USE.contains(folder.relativize(file).getName(0).toString()))::iterator) {
                contents.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
