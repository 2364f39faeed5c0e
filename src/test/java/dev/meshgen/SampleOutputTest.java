package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.FileTree;
import dev.meshgen.testing.Golden;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trees under {@code out/} are what the samples generate, byte for byte. */
class SampleOutputTest {
    /**
     * What somebody's use of a tree leaves in it: the certificate authority, and the scripts' work.
     */
    private static final String[] OF_USE = {"pki", ".work"};

    @ParameterizedTest
    @MethodSource("dev.meshgen.testing.Samples#names")
    void the_committed_tree_is_what_the_sample_generates(String sample, @TempDir Path folder) {
        Path committed = Path.of("out", sample);

        generate(sample, folder);

        Golden.verify(committed, FileTree.read(committed, OF_USE), FileTree.read(folder, OF_USE));
    }

    @Test
    void there_are_no_trees_without_a_sample() throws IOException {
        try (Stream<Path> trees = Files.list(Path.of("out"))) {
            assertThat(trees.map(tree -> tree.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Samples.names());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.meshgen.testing.Samples#names")
    void writing_a_tree_twice_changes_nothing(String sample, @TempDir Path folder) {
        generate(sample, folder);
        FileTree first = FileTree.read(folder);

        Run second = generate(sample, folder);

        assertThat(second.out()).contains(" 0 added, 0 changed, 0 removed, ");
        assertThat(FileTree.read(folder)).isEqualTo(first);
    }

    private static Run generate(String sample, Path folder) {
        Run run = Meshgen.run(
                "generate",
                "--without-ca",
                "samples/" + sample + "/mesh.yaml",
                "--output-dir",
                folder.toString(),
                "--as-of",
                Samples.DAY.toString());
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }
}
