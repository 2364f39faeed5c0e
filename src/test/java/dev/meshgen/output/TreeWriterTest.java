package dev.meshgen.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.Digest;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a person wrote is lost, and nothing is written by halves. */
class TreeWriterTest {
    @TempDir
    private Path folder;

    private static OutputTree tree(String... pathsAndTexts) {
        List<OutputFile> files = Stream.iterate(0, i -> i < pathsAndTexts.length, i -> i + 2)
                .map(i -> new OutputFile(pathsAndTexts[i], "t", pathsAndTexts[i + 1]))
                .toList();
        return OutputTree.of("meshgen test", "digest", files);
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

    @Test
    void a_lock_that_names_files_outside_the_tree_removes_nothing() throws IOException {
        Path target = Files.createDirectory(folder.resolve("tree"));
        Path outside = Files.writeString(folder.resolve("outside"), "1");
        String digest = Digest.sha256(Files.readAllBytes(outside));
        Files.writeString(
                target.resolve(Lock.FILE),
                "{\"generator\":\"g\",\"spec\":\"s\",\"files\":{\"../outside\":{\"template\":\"t\",\"mode\":\"0644\",\"sha256\":\""
                        + digest + "\"}}}");

        new TreeWriter(target, false).write(tree("a", "1")).value().orElseThrow();

        assertThat(outside).exists();
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
        Files.writeString(folder.resolve("b.meshgen-new"), "half"); // staged, never moved

        write(tree("a", "2", "b", "2")).value().orElseThrow();

        assertThat(folder.resolve("b")).hasContent("2");
        assertThat(folder.resolve("b.meshgen-new")).doesNotExist();
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
