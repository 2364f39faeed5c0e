package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.RequiredTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pull requests that change one mesh, merged one after the other. */
class MergedTreeTest {
    private static final String SAMPLE = "samples/five-clusters/mesh.yaml";

    @TempDir
    private Path folder;

    private Path spec;

    @BeforeEach
    void commitTree() throws Exception {
        RequiredTool.assumeOrFail("git");
        spec = Files.copy(Path.of(SAMPLE), folder.resolve("mesh.yaml"));
        git("init", "-q", "-b", "main");
        commitGenerated();
    }

    private int git(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("git", "-C", folder.toString()));
        words.addAll(List.of("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private Run generate() {
        return Meshgen.run(
                "generate",
                "--without-ca",
                spec.toString(),
                "-d",
                folder.resolve("tree").toString());
    }

    private void commitGenerated() throws Exception {
        Run run = generate();
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(git("add", "-A")).isZero();
        assertThat(git("commit", "-q", "-m", "x")).isZero();
    }

    private void change(String branch, String what, String by) throws Exception {
        assertThat(git("checkout", "-q", "-b", branch, "main")).isZero();
        String text = Files.readString(spec);
        assertThat(text).contains(what);
        Files.writeString(spec, text.replaceFirst(what, by));
        commitGenerated();
    }

    @Test
    void changes_of_different_files_leave_a_lock_that_is_right() throws Exception {
        change("first", "environment: demo", "environment: test");
        change("second", "replicas: 3", "replicas: 4");

        assertThat(git("merge", "-q", "--no-edit", "first")).isZero();

        assertThat(generate().out()).contains("0 added, 0 changed, 0 removed");
        assertThat(git("diff", "--exit-code")).isZero();
    }

    @Test
    void what_the_message_about_a_conflict_says_resolves_it() throws Exception {
        change("first", "replicas: 3", "replicas: 5");
        change("second", "replicas: 3", "replicas: 4");
        assertThat(git("merge", "-q", "--no-edit", "first")).isNotZero();
        assertThat(git("checkout", "--theirs", "--", "mesh.yaml")).isZero();

        Run run = generate();

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("has conflict markers", "git checkout --ours -- " + folder.resolve("tree"), "[output-lock]");
        assertThat(git("checkout", "--ours", "--", "tree")).isZero();
        Run resolved = generate();
        assertThat(resolved.exit()).as(resolved.err()).isZero();
        assertThat(git("diff", "--exit-code", "first", "--", "tree")).isZero();
    }
}
