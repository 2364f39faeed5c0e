package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.MeshgenProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where a specification gets another tree than it had: its mesh has another name. */
class SecondTreeTest {
    @TempDir
    private Path folder;

    private MeshgenProcess process;
    private String text;

    @BeforeEach
    void generateFirst() throws Exception {
        process = MeshgenProcess.in(folder);
        text = Files.readString(Path.of("samples/two-regions/mesh.yaml"));
        assertThat(generate(text).err()).isEmpty();
    }

    private Run generate(String spec, String... more) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("mesh.yaml"), spec);
        String[] words = {"generate", "--without-ca", "--as-of", "2026-11-22"};
        String[] all = new String[words.length + more.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        Run run = process.run(all);
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private String renamed() {
        assertThat(text).contains("name: two-regions");
        return text.replace("name: two-regions", "name: contoso");
    }

    @Test
    void another_name_is_said_to_make_a_second_mesh_beside_the_first() throws Exception {
        String said = """
                out/contoso: warning: `out/contoso` is new, and `out/two-regions` is the tree of mesh `two-regions` \
                with the same clusters in the same subscription (`one`, `two`): applied, the new tree makes a second \
                mesh with another root certificate, and neither renames nor removes anything of `two-regions`. \
                [output-second-tree]
                  hint: To keep that mesh, set `metadata.name` back to `two-regions` and delete `out/contoso`. To \
                replace it, apply the new tree, then run `out/two-regions/scripts/down.sh --confirm two-regions` and \
                delete `out/two-regions`.
                """;

        assertThat(generate(renamed(), "--dry-run").err()).isEqualTo(said + "1 warning. Nothing was written.\n");
        assertThat(process.run("diff", "--stat", "--as-of", "2026-11-22").err()).isEqualTo(said + "1 warning.\n");
        assertThat(generate(renamed()).err()).isEqualTo(said + "1 warning. The tree was written.\n");
        assertThat(generate(renamed()).err()).as("the second run").isEmpty();
    }

    @Test
    void a_mesh_of_other_clusters_or_in_another_folder_is_no_second_one() throws Exception {
        String other = renamed().replace("10.52.", "10.62.").replace("10.53.", "10.63.");
        assertThat(generate(other, "--dry-run").err()).isEmpty();
        String subscription = renamed()
                .replaceAll(
                        "subscriptionId: \\S+", "subscriptionId: " + "3".repeat(8) + "-3333-3333-3333-333333333333");
        assertThat(generate(subscription, "--dry-run").err()).isEmpty();
        assertThat(generate(renamed(), "--dry-run", "-d", "elsewhere").err()).isEmpty();
    }

    @Test
    void what_else_is_beside_a_tree_is_no_reason_to_fail() throws Exception {
        Path tree = Files.move(folder.resolve("out/two-regions"), folder.resolve("moved"));
        Files.createSymbolicLink(folder.resolve("out/link"), tree);
        Files.createDirectories(folder.resolve("out/empty/scripts/env.sh"));
        Files.createDirectories(folder.resolve("out/large/scripts"));
        Files.write(folder.resolve("out/large/scripts/env.sh"), new byte[20_000_000]);

        assertThat(generate(renamed()).err()).isEmpty();
    }
}
