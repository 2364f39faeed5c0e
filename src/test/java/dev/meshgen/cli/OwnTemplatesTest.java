package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.FileTree;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates of one's own: they last, and what is wrong with them is said where one writes them. */
class OwnTemplatesTest {
    private static final String NAMESPACES = "clusters/{cluster}/namespaces.yaml";

    @TempDir
    private Path folder;

    private Path spec;
    private Path tree;

    @BeforeEach
    void copySample() throws IOException {
        spec = Files.copy(Path.of("samples/two-regions/mesh.yaml"), folder.resolve("mesh.yaml"));
        tree = folder.resolve("tree");
        template(NAMESPACES, "mine: [=cluster.name]\n");
    }

    private void template(String name, String text) throws IOException {
        Path file = folder.resolve("templates/" + name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void name(String templates) throws IOException {
        Files.writeString(
                spec, Files.readString(spec).replaceFirst("\nspec:\n", "\nspec:\n  templates: " + templates + "\n"));
    }

    private Run run(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command, spec.toString(), "--as-of", Samples.DAY.toString()));
        if (!command.equals("validate")) {
            words.addAll(List.of("-d", tree.toString()));
        }
        if (command.equals("generate")) {
            words.add("--without-ca");
        }
        words.addAll(List.of(more));
        return Meshgen.run(words.toArray(String[]::new));
    }

    private String flag() {
        return folder.resolve("templates").toString();
    }

    @Test
    void the_specification_s_folder_is_used_by_every_command() throws IOException {
        name("templates");

        Run run = run("generate");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(tree.resolve("clusters/one/namespaces.yaml")).content().endsWith("mine: one\n");
        assertThat(run("check").exit()).isZero();
        assertThat(run("validate").out()).contains("1 replaces a built-in one");
    }

    @Test
    void a_run_without_them_names_what_it_would_undo_and_writes_nothing() {
        assertThat(run("generate", "--templates", flag()).exit()).isZero();
        FileTree before = FileTree.read(tree);

        Run run = run("generate", "--force");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("[templates-dropped]", NAMESPACES, "`clusters/one/namespaces.yaml`", "--drop-templates");
        assertThat(FileTree.read(tree)).isEqualTo(before);
        assertThat(run("check").err()).contains("warning: ", "[templates-dropped]");
        assertThat(run("check").exit()).isEqualTo(2);
    }

    @Test
    void a_word_undoes_them_and_the_lock_forgets_them() {
        assertThat(run("generate", "--templates", flag()).exit()).isZero();
        assertThat(tree.resolve("meshgen.lock.json")).content().contains("\"templates\"");

        Run run = run("generate", "--drop-templates");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("~ clusters/one/namespaces.yaml");
        assertThat(tree.resolve("meshgen.lock.json")).content().doesNotContain("\"templates\"");
        assertThat(run("generate").exit()).isZero();
    }

    @Test
    void a_path_without_a_built_in_counterpart_is_announced_with_what_it_may_mean() throws IOException {
        template("cluster/{cluster}/namespaces.yaml", "a: 1\n");
        template("scripts/dwon.sh", "#!/bin/sh\n");
        template("clusters/{cluster}/quota.yaml", "a: 1\n");

        assertThat(run("generate", "--templates", flag()).out())
                .contains(
                        "Your templates: 1 replaces a built-in one, 3 have a path that no built-in one has:\n",
                        "  cluster/{cluster}/namespaces.yaml  (did you mean `clusters/{cluster}/namespaces.yaml`?)\n",
                        "  clusters/{cluster}/quota.yaml\n",
                        "  scripts/dwon.sh  (did you mean `scripts/down.sh`?)\n")
                .doesNotContain("more; `generate --verbose`");
    }

    @Test
    void of_many_new_paths_the_first_twenty_are_listed_and_the_rest_on_request() throws IOException {
        for (int i = 10; i < 31; i++) {
            template("policies/kyverno-" + i + ".yaml", "a: 1\n");
        }

        assertThat(run("generate", "--templates", flag(), "--dry-run").out())
                .contains("\n  policies/kyverno-29.yaml\n  ... and 1 more; `generate --verbose` lists all\n");
        assertThat(run("generate", "--templates", flag(), "--dry-run", "--verbose")
                        .out())
                .contains("\n  policies/kyverno-29.yaml\n  policies/kyverno-30.yaml\n")
                .doesNotContain("1 more");
    }

    @Test
    void a_template_that_removes_a_file_is_named() throws IOException {
        assertThat(run("generate").exit()).isZero();
        template("terraform/providers.tf", "");
        template("_parts/mine.ftl", "");

        Run run = run("generate", "--templates", flag());

        assertThat(run.out())
                .contains(
                        "  - terraform/providers.tf\n",
                        "  terraform/providers.tf renders to nothing, so it makes no file\n")
                .doesNotContain("mine.ftl renders", NAMESPACES + " renders");
        assertThat(run("validate", "--templates", flag()).out()).contains("terraform/providers.tf renders to nothing");
    }

    @Test
    void what_git_and_editors_leave_is_no_template() throws IOException {
        for (String name : List.of(
                ".git/config",
                ".DS_Store",
                "x/.y/z",
                NAMESPACES + "~",
                "#a.md#",
                "a.bak",
                "a.orig",
                "a.rej",
                ".a.swp")) {
            template(name, "x");
        }
        Files.write(folder.resolve("templates/.git/index"), new byte[] {-1});
        Files.createSymbolicLink(folder.resolve("templates/.link"), folder);

        Run run = run("generate", "--templates", flag());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("0 have a path");
    }

    @Test
    void a_file_that_is_not_utf_8_is_named_at_its_place() throws IOException {
        Files.write(folder.resolve("templates/latin.md"), new byte[] {'a', -28});

        assertThat(run("validate", "--templates", flag()).err())
                .contains("latin.md: error: Template", "is not UTF-8", "[templates-unreadable]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../templates", "/etc", ".", "a/../../b", "./templates"})
    void the_specification_names_no_folder_outside_its_own(String path) throws IOException {
        name("'" + path + "'");

        assertThat(run("validate").err()).contains("mesh.yaml:", "[schema-pattern]");
    }

    @Test
    void the_specification_s_folder_is_reached_through_no_link() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), folder);
        name("link/templates");

        assertThat(run("validate").err())
                .contains("mesh.yaml:8:14: error: ", "is a symbolic link", "[templates-unreadable]");
    }

    @Test
    void a_folder_that_is_missing_is_an_error_at_its_key() throws IOException {
        name("nothing");

        assertThat(run("validate").err()).contains("mesh.yaml:8:14: error: ", "does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[=cluster.nmae]; 1:3: error: `cluster.nmae` is unknown. Did you mean `name`?; `aksName`",
                "[=clustr]; 1:3: error: `clustr` is unknown. Did you mean `cluster`?; `mesh`",
                "[#list mesh.clusters as c][=c.foo][/#list]; `c.foo` is unknown.; `network`",
                "[=mesh.cluster('x').name]; `mesh.cluster(\"x\")` has no value here.; [#if",
                "[=mesh.azure]; Expected a string; but this has evaluated to a mapping: `mesh.azure`.",
                "[=mesh.clusters]; Expected a string; a sequence: `mesh.clusters`.",
                "[=mesh.exposes(1)]; A call here gets a value that it doesn't take; parentheses",
                "[=mesh.name?upper_cas]; 1:; `?upper_cas` is unknown. Did you mean `?upper_case`",
                "[#include 'x']; There is no template `clusters/x` to include.; slash",
                "[#if true]; unclosed #if; 1:",
            })
    void an_error_is_said_once_in_words_of_the_template(String text, String fact, String more) throws IOException {
        template("clusters/{cluster}-extra.md", text);

        Run run = run("validate", "--templates", flag());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("{cluster}-extra.md:1:", fact, more, "[template-error]", "\n1 error.\n")
                .doesNotContain("Java", "java", "wrapper", "wrapped", "----", "dev.meshgen");
    }
}
