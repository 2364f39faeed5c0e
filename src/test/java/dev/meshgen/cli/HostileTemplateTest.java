package dev.meshgen.cli;

import static dev.meshgen.testing.Meshgen.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.meshgen.testing.Meshgen.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A template folder from a stranger: it makes files of the tree, and nothing more. */
class HostileTemplateTest {
    private static final String SAMPLE = "samples/two-regions/mesh.yaml";

    @TempDir
    private Path folder;

    private Path templates;

    @BeforeEach
    void makeFolder() throws IOException {
        templates = Files.createDirectory(folder.resolve("templates"));
    }

    private Path template(String name, String text) throws IOException {
        Path file = templates.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Run generate() {
        return run(
                "generate",
                "--without-ca",
                "--force",
                SAMPLE,
                "-d",
                folder.resolve("tree").toString(),
                "--templates",
                templates.toString());
    }

    private Run refused(String rule) {
        Run run = generate();
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("[" + rule + "]").doesNotContain("\tat ");
        assertThat(folder.resolve("tree")).doesNotExist();
        return run;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{dot}git/hooks/pre-commit",
                "{dot}GIT/config",
                "x/{dot}git/config",
                "{dot}work/bin/kubectl",
                "terraform/{dot}terraform/providers/x",
                "{dot}{dot}/outside",
                "x/{dot}{dot}/{dot}{dot}/outside",
                "{dot}/x",
                "pki/staged/ready",
                "pki/private/one/ca-key.pem",
                "Pki/root-cert.pem",
                "meshgen.lock.json",
                "terraform/terraform.tfstate",
                "a\\b",
                "a\\..\\..\\b",
                "a\nb",
                "a\u0007b"
            })
    void a_path_that_is_not_the_tree_s_is_refused_at_its_template(String name) throws IOException {
        Path file = template(name, "#!/bin/sh\necho hooked\n");

        assertThat(refused("plan-path").err().replaceAll("\\p{Cntrl}|\\\\u\\p{XDigit}+|\uFFFD|\\?", ""))
                .startsWith(file.toString().replaceAll("\\p{Cntrl}", ""));
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void a_cluster_s_name_does_not_complete_such_a_path() throws IOException {
        String spec = Files.readString(Path.of(SAMPLE)).replaceAll("(?m)^(\\s+- name:) two$", "$1 git");
        Path mesh = Files.writeString(folder.resolve("mesh.yaml"), spec);
        template("{dot}{cluster}/config", "x");

        Run run = run(
                "generate",
                "--without-ca",
                mesh.toString(),
                "-d",
                folder.resolve("tree").toString(),
                "--templates",
                templates.toString());

        assertThat(run.err()).contains("would make `.git/config`", "[plan-path]");
    }

    @Test
    void a_template_that_is_a_link_is_refused() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "correct horse");
        Files.createSymbolicLink(templates.resolve("extra.md"), secret);
        Files.createSymbolicLink(templates.resolve("linked"), folder);

        assertThat(refused("templates-unreadable").err())
                .contains("extra.md", "linked", "symbolic link", "2 errors")
                .doesNotContain("correct horse");
    }

    @Test
    void a_pipe_among_the_templates_is_refused_and_not_waited_for() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", templates.resolve("x.md").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThat(refused("templates-unreadable").err()).contains("isn't a regular file"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mesh.class",
                "mesh.class.methods[0]",
                "mesh.getClass()",
                "mesh.hashCode()",
                "mesh.toString()",
                "mesh.equals(mesh)",
                "mesh.clusters[0].class.name",
                "mesh.notify()",
                "mesh?api.name",
                "'java.lang.ProcessBuilder'?new()",
                "'1 + 1'?eval",
                "'1 + 1'? eval",
                "'[=1]'?interpret",
                "'{}'?eval_json.class"
            })
    void templates_see_the_mesh_and_nothing_of_java(String expression) throws IOException {
        template("extra.md", "text\n[=" + expression + "]\n");

        assertThat(refused("template-error").err()).contains("extra.md:2:");
    }

    @Test
    void a_built_in_that_runs_text_is_found_whatever_is_between() throws IOException {
        template("_parts.md", "[#assign x = '1 + 1'?[#-- --]eval]\n");

        assertThat(refused("template-error").err()).contains("_parts.md", "`?eval`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[#list 1.. as x]text [/#list]; prints more than 16 MiB",
                "[#list 1.. as x][#assign y = x][/#list]; does not end within 10 seconds",
                "[#macro m][@m/][/#macro][@m/]; without end",
                "[#assign s = 'x'][#list 1.. as x][#assign s = s + s][/#list]; more memory than there is",
            })
    void a_template_without_end_ends_as_an_error_of_the_template(String text, String fact) throws IOException {
        template("{cluster}/extra.md", text);

        Run refused = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> refused("template-error"));
        assertThat(refused.err()).contains("extra.md: error: ", "1 error");
        // On a machine with other work, time may run out before memory does.
        assertThat(refused.err()).containsPattern(fact + "|does not end within 10 seconds");
    }

    @Test
    void what_templates_may_say_is_not_less_than_before() throws IOException {
        template("extra.md", """
                [#list mesh.clusters as cluster][=cluster.name] [/#list]
                https://example.com/?evaluate=[=mesh.name?upper_case]
                """);

        assertThat(generate().exit()).isZero();
        assertThat(folder.resolve("tree/extra.md")).content().contains("one two", "?evaluate=TWO-REGIONS");
    }
}
