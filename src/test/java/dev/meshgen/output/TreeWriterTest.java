package dev.meshgen.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.Digest;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Nothing that a person wrote is lost, and nothing is written by halves. */
class TreeWriterTest {
    @TempDir
    private Path folder;

    private static OutputTree tree(String... pathsAndTexts) {
        List<OutputFile> files = Stream.iterate(0, i -> i < pathsAndTexts.length, i -> i + 2)
                .map(i -> new OutputFile(pathsAndTexts[i], "t", pathsAndTexts[i + 1]))
                .toList();
        return OutputTree.of("meshgen test", files, Collections.emptySortedMap());
    }

    private Outcome<ChangeSet> write(OutputTree tree) {
        return new TreeWriter(folder, false).write(tree);
    }

    private List<String> rules(Outcome<ChangeSet> outcome) {
        return outcome.diagnostics().stream()
                .map(Diagnostic::rule)
                .map(Object::toString)
                .toList();
    }

    @Test
    void says_what_it_added_changed_left_and_removed() {
        write(tree("a", "1", "b", "1", "c/d", "1"));

        ChangeSet changes = write(tree("a", "1", "b", "2", "e", "1")).value().orElseThrow();

        assertThat(changes).isEqualTo(new ChangeSet(List.of("e"), List.of("b"), List.of("c/d"), List.of("a")));
        assertThat(folder.resolve("c")).doesNotExist();
        assertThat(folder.resolve("b")).hasContent("2");
    }

    @Test
    void programs_are_executable_and_other_files_are_not() throws IOException {
        write(tree("run.sh", "#!/bin/sh\n", "plain", "text"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("run.sh"))))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("plain"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void a_hand_edit_stops_everything() throws IOException {
        write(tree("a", "1", "b", "1"));
        Files.writeString(folder.resolve("a"), "mine");

        Outcome<ChangeSet> outcome = write(tree("a", "2", "b", "2"));

        assertThat(rules(outcome)).containsExactly("output-hand-edited");
        assertThat(folder.resolve("a")).hasContent("mine");
        assertThat(folder.resolve("b")).hasContent("1");
    }

    @Test
    void force_drops_a_hand_edit() throws IOException {
        write(tree("a", "1"));
        Files.writeString(folder.resolve("a"), "mine");

        new TreeWriter(folder, true).write(tree("a", "2")).value().orElseThrow();

        assertThat(folder.resolve("a")).hasContent("2");
    }

    @Test
    void a_stale_file_that_was_edited_stays() throws IOException {
        write(tree("a", "1", "b", "1"));
        Files.writeString(folder.resolve("b"), "mine");

        assertThat(rules(write(tree("a", "1")))).containsExactly("output-hand-edited");
        assertThat(folder.resolve("b")).hasContent("mine");
    }

    @Test
    void a_file_of_somebody_else_s_is_neither_overwritten_nor_removed() throws IOException {
        Files.writeString(folder.resolve("README.md"), "mine");
        Files.writeString(folder.resolve("notes"), "mine");

        assertThat(rules(write(tree("README.md", "1")))).containsExactly("output-foreign-file");
        write(tree("a", "1")).value().orElseThrow();
        assertThat(folder.resolve("notes")).hasContent("mine");
    }

    @Test
    void links_and_folders_in_the_way_are_refused() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("linked"), elsewhere);
        Files.createDirectory(folder.resolve("taken"));

        assertThat(rules(write(tree("linked/a", "1", "taken", "1"))))
                .containsExactly("output-in-the-way", "output-in-the-way");
        assertThat(elsewhere).isEmptyDirectory();
    }

    static Stream<String> pathsOfOthers() {
        return Stream.of(
                "../outside",
                "x/../../outside",
                "./outside",
                "/etc/hostname",
                "",
                "a//b",
                "pki/private/root-key.pem",
                "PKI/root-cert.pem",
                ".git/config",
                "x/.Git/hooks/pre-commit",
                ".work/bin/kubectl",
                "terraform/.terraform/providers/x",
                "terraform/terraform.tfstate",
                "terraform/terraform.tfstate.backup",
                "meshgen.lock.json",
                "a\\b",
                "a\u0007b");
    }

    @ParameterizedTest
    @MethodSource("pathsOfOthers")
    void a_lock_that_names_what_meshgen_never_writes_removes_nothing(String path) throws IOException {
        Path target = Files.createDirectory(folder.resolve("tree"));
        List<Path> others = new ArrayList<>();
        for (String each :
                List.of("../outside", "pki/private/root-key.pem", ".git/config", "terraform/terraform.tfstate")) {
            Path file = target.resolve(each).normalize();
            Files.createDirectories(file.getParent());
            others.add(Files.writeString(file, "precious"));
        }
        lock(target, path, "precious");

        for (boolean force : new boolean[] {false, true}) {
            assertThat(rules(new TreeWriter(target, force).write(tree("a", "1"))))
                    .containsExactly("output-lock");
        }

        assertThat(others).allSatisfy(file -> assertThat(file).hasContent("precious"));
        assertThat(target.resolve("a")).doesNotExist();
    }

    private static void lock(Path target, String path, String content) throws IOException {
        String name = new JsonMapper().writeValueAsString(path);
        Files.writeString(
                target.resolve(Lock.FILE),
                "{\"generator\":\"g\",\"spec\":\"s\",\"files\":{" + name
                        + ":{\"template\":\"t\",\"mode\":\"0644\",\"sha256\":\""
                        + Digest.sha256(content.getBytes(StandardCharsets.UTF_8)) + "\"}}}");
    }

    @Test
    void force_does_not_remove_a_file_that_the_lock_knows_by_another_digest() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine"), "precious");
        lock(folder, "mine", "something that is not there");

        Outcome<ChangeSet> outcome = new TreeWriter(folder, true).write(tree("a", "1"));

        assertThat(rules(outcome)).containsExactly("output-hand-edited");
        assertThat(outcome.value().orElseThrow().removed()).isEmpty();
        assertThat(mine).hasContent("precious");
    }

    @Test
    void a_folder_above_the_working_directory_is_not_left_for_the_one_beside_it() throws IOException {
        Path work = Files.createDirectories(folder.resolve("tree/work"));
        Path outside = Files.writeString(folder.resolve("outside"), "1");
        Path tree = work.resolve("..");
        lock(folder.resolve("tree"), "../outside", "1");

        assertThat(rules(new TreeWriter(tree, false).write(tree("a", "1")))).containsExactly("output-lock");
        assertThat(outside).exists();
    }

    @Test
    void what_is_stale_goes_also_from_a_folder_that_is_named_by_dots() throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        for (Path named : List.of(work.resolve(".."), folder.resolve("."), relative(folder))) {
            new TreeWriter(named, false)
                    .write(tree("a", "1", "c/d", "1"))
                    .value()
                    .orElseThrow();
            ChangeSet changes =
                    new TreeWriter(named, false).write(tree("a", "1")).value().orElseThrow();

            assertThat(changes.removed()).as("%s", named).containsExactly("c/d");
            assertThat(folder.resolve("c")).doesNotExist();
        }
    }

    private static Path relative(Path folder) {
        return Path.of("").toAbsolutePath().relativize(folder);
    }

    @Test
    void a_link_in_place_of_a_temporary_file_is_not_followed() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path outside = Files.writeString(folder.resolve("outside"), "precious");
        new TreeWriter(tree, false).write(tree("changed", "1")).value().orElseThrow();
        for (String name : List.of("changed", "added", Lock.FILE)) {
            for (String temporary : List.of(name + ".meshgen-new", "." + name + ".0123456789abcdef.tmp")) {
                Files.createSymbolicLink(tree.resolve(temporary), outside);
            }
        }

        new TreeWriter(tree, false)
                .write(tree("changed", "2", "added", "1"))
                .value()
                .orElseThrow();

        assertThat(outside).hasContent("precious");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(outside)))
                .doesNotContain("x");
        for (String name : List.of("changed", "added", Lock.FILE)) {
            assertThat(tree.resolve(name)).isRegularFile();
            assertThat(Files.isSymbolicLink(tree.resolve(name))).as(name).isFalse();
        }
    }

    @Test
    void nothing_is_left_beside_the_files() throws IOException {
        write(tree("a", "1", "b/c", "1")).value().orElseThrow();

        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile).map(folder::relativize).map(Path::toString))
                    .containsExactlyInAnyOrder("a", "b/c", Lock.FILE);
        }
    }

    @Test
    void a_pipe_in_place_of_a_file_is_refused_and_not_waited_for() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("a").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(rules(write(tree("a", "1")))).containsExactly("output-in-the-way"));
    }

    @Test
    void a_lock_that_is_none_is_refused() throws IOException {
        Files.writeString(folder.resolve(Lock.FILE), "not json");

        assertThat(rules(write(tree("a", "1")))).containsExactly("output-lock");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void a_run_that_was_cut_short_is_finished_by_the_next() throws IOException {
        write(tree("a", "1", "b", "1"));
        Files.writeString(folder.resolve("a"), "2"); // moved into place, but the lock was not
        Files.writeString(folder.resolve(".b.0123456789abcdef.tmp"), "half"); // staged, never moved

        write(tree("a", "2", "b", "2")).value().orElseThrow();

        assertThat(folder.resolve("b")).hasContent("2");
        assertThat(folder.resolve(".b.0123456789abcdef.tmp")).doesNotExist();
    }

    @Test
    void folders_that_a_killed_run_has_emptied_are_removed_by_the_next() throws IOException {
        write(tree("a", "1", "b/c/d/e", "1", "b/f/g", "1"));
        Files.delete(folder.resolve("b/c/d/e"));
        Files.delete(folder.resolve("b/c/d"));
        Files.delete(folder.resolve("b/f/g"));

        write(tree("a", "1")).value().orElseThrow();

        assertThat(folder.resolve("b")).doesNotExist();
    }

    @Test
    void folders_that_a_killed_run_has_made_are_removed_by_the_next() throws IOException {
        write(tree("a", "1"));
        Files.writeString(folder.resolve(TreePath.JOURNAL), Digest.sha256(new byte[0]) + " b/c/d\n");
        Files.createDirectory(folder.resolve("b"));

        write(tree("a", "1")).value().orElseThrow();

        assertThat(folder.resolve("b")).doesNotExist();
    }

    @Test
    void an_empty_folder_behind_a_link_is_not_removed_and_nor_is_the_link() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/c"));
        write(tree("a", "1", "b/c/d", "1"));
        Files.delete(folder.resolve("b/c/d"));
        Files.delete(folder.resolve("b/c"));
        Files.delete(folder.resolve("b"));
        Files.createSymbolicLink(folder.resolve("b"), elsewhere.getParent());

        write(tree("a", "1")).value().orElseThrow();

        assertThat(elsewhere).isDirectory();
        assertThat(folder.resolve("b")).isSymbolicLink();
    }

    @Test
    void a_run_that_fails_leaves_no_empty_folder() throws IOException {
        String tooLong = "n".repeat(300);

        assertThat(rules(write(tree("a/b/c", "1", "d/" + tooLong, "1")))).containsExactly("output-failed");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void the_lock_is_sorted_and_holds_no_time_and_no_absolute_path() throws IOException {
        write(tree("b", "1", "a", "1"));

        assertThat(folder.resolve(Lock.FILE))
                .content()
                .containsSubsequence("\"a\"", "\"b\"")
                .doesNotContain(folder.toString());
    }
}
