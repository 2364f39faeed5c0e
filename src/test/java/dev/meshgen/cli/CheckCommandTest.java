package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.FileTree;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the guard of CI says about a tree, and that it changes nothing. */
class CheckCommandTest {
    @TempDir
    private Path folder;

    private Path tree;
    private Path spec;

    @BeforeEach
    void generate() throws IOException {
        spec = Files.copy(Path.of("samples/two-regions/mesh.yaml"), folder.resolve("mesh.yaml"));
        tree = folder.resolve("tree");
        assertThat(run("generate", "--without-ca").exit()).isZero();
    }

    private Run run(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command, spec.toString(), "-d", tree.toString(), "--as-of"));
        words.add(Samples.DAY.toString());
        words.addAll(List.of(more));
        return Meshgen.run(words.toArray(String[]::new));
    }

    @Test
    void a_tree_that_was_just_generated_is_fresh() {
        Run run = run("check");

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("files are as generated.");
    }

    @Test
    void every_state_is_told_apart_and_nothing_is_written() throws IOException {
        Files.writeString(tree.resolve("scripts/up.sh"), "mine");
        Files.delete(tree.resolve("scripts/down.sh"));
        Files.setPosixFilePermissions(tree.resolve("scripts/lib.sh"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(tree.resolve("terraform/extra.tf"), "resource");
        Files.delete(tree.resolve("topology.svg"));
        Files.createDirectory(tree.resolve("topology.svg"));
        Files.writeString(spec, Files.readString(spec).replace("version: " + Samples.ISTIO, "version: 1.30.4"));
        FileTree before = FileTree.read(tree);

        Run run = run("check");

        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.out())
                .containsPattern("edited by hand +scripts/up.sh\n")
                .containsPattern("missing +scripts/down.sh\n")
                .containsPattern("not from meshgen +terraform/extra.tf\n")
                .containsPattern("not a regular file +topology.svg\n")
                .containsPattern("out of date +meshgen.lock.json\n");
        assertThat(FileTree.read(tree)).isEqualTo(before);
    }

    @Test
    void the_end_counts_the_files_and_says_once_what_to_do_about_each_state() throws IOException {
        Files.writeString(tree.resolve("scripts/up.sh"), "mine");
        assertThat(run("check").out()).contains(tree + ": 1 file isn't as generated.\n- edited by hand: ");

        Files.writeString(tree.resolve("scripts/lib.sh"), "mine");
        Files.delete(tree.resolve("scripts/down.sh"));
        assertThat(run("check").out())
                .contains(tree + ": 3 files aren't as generated.\n")
                .containsOnlyOnce("\n- edited by hand: ")
                .containsOnlyOnce("\n- missing: ");
    }

    @Test
    void a_file_of_a_cluster_that_left_is_no_longer_generated() throws IOException {
        Files.writeString(tree.resolve("clusters/one/notes.md"), "mine");
        run("generate", "--without-ca");
        String lock = Files.readString(tree.resolve("meshgen.lock.json"));
        Path orphan = Files.copy(tree.resolve("scripts/up.sh"), tree.resolve("scripts/old.sh"));
        Files.writeString(tree.resolve("meshgen.lock.json"), lock.replace("scripts/up.sh\"", "scripts/old.sh\""));

        Run run = run("check");

        assertThat(run.out())
                .containsPattern("no longer generated +scripts/old.sh\n")
                .containsPattern("not from meshgen +clusters/one/notes.md\n");
        assertThat(orphan).exists();
    }

    @Test
    void what_terraform_the_scripts_and_the_authority_keep_is_nobodys_business() throws IOException {
        for (String path : List.of(
                "terraform/.terraform.lock.hcl",
                "terraform/.terraform/providers/x",
                "terraform/terraform.tfstate",
                "pki/root-cert.pem",
                ".work/config",
                "notes.md")) {
            Files.createDirectories(tree.resolve(path).getParent());
            Files.writeString(tree.resolve(path), "x");
        }

        assertThat(run("check").exit()).isZero();
    }

    @Test
    void files_of_ones_own_can_be_allowed() throws IOException {
        Files.writeString(tree.resolve("terraform/backend.tf"), "terraform {}");
        Files.writeString(tree.resolve("terraform/other.tf"), "resource");
        Files.writeString(tree.resolve("scripts/up.sh"), "mine");

        Run run = run("check", "--allow", "terraform/backend.tf", "--allow", "scripts/**");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).doesNotContain("backend.tf").contains("scripts/up.sh", "terraform/other.tf");
        assertThat(run("check", "--allow", "[").exit()).isEqualTo(64);
        assertThat(run("check", "--allow", "[").err()).contains("`[` is not a glob");
    }

    @Test
    void programs_get_every_file_with_its_state() throws IOException {
        Files.writeString(tree.resolve("scripts/up.sh"), "mine");

        Run sarif = run("check", "-o", "sarif");
        Run github = run("check", "-o", "github");

        assertThat(sarif.exit()).isEqualTo(2);
        JsonNode result = new JsonMapper().readTree(sarif.out()).at("/runs/0/results/0");
        assertThat(result.at("/ruleId").stringValue()).isEqualTo("check-edited");
        assertThat(github.exit()).isEqualTo(2);
        assertThat(github.err())
                .contains("::error file=")
                .contains("scripts/up.sh")
                .contains("check-edited");
    }

    @Test
    void a_broken_specification_is_an_error_and_no_difference() throws IOException {
        Files.writeString(spec, "kind: Mesh\n");

        Run run = run("check");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("The tree was not compared.");
    }

    @Test
    void a_lock_that_is_none_is_an_error() throws IOException {
        Files.writeString(tree.resolve("meshgen.lock.json"), "<<<<<<< HEAD");

        Run run = run("check");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("output-lock");
    }
}
