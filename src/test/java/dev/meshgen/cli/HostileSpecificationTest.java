package dev.meshgen.cli;

import static dev.meshgen.testing.Meshgen.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.meshgen.testing.Meshgen.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A specification that is somebody else's file: its content is never printed. */
class HostileSpecificationTest {
    private static final String SECRET = "correct-horse-battery";

    @TempDir
    private Path folder;

    private void isRefused(Path spec, String rule) {
        for (List<String> command :
                List.of(List.of("validate"), List.of("generate", "--without-ca"), List.of("show"))) {
            Run run = run(
                    Stream.concat(command.stream(), Stream.of(spec.toString())).toArray(String[]::new));
            assertThat(run.exit()).as(run.err()).isEqualTo(1);
            assertThat(run.err()).contains("[" + rule + "]", spec.toString()).doesNotContain(SECRET);
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void a_link_is_refused_and_what_it_leads_to_is_not_quoted() throws IOException {
        Path secret = Files.writeString(folder.resolve("netrc"), "machine host password " + SECRET);
        isRefused(Files.createSymbolicLink(folder.resolve("mesh.yaml"), secret), "source-link");
    }

    @Test
    void a_link_that_leads_nowhere_is_a_link() throws IOException {
        isRefused(Files.createSymbolicLink(folder.resolve("mesh.yaml"), folder.resolve("none")), "source-link");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_file_of_the_kernel_is_refused_where_it_is_named_itself() {
        isRefused(Path.of("/proc/self/environ"), "source-unreadable");
        assertThat(run("validate", "/proc/self/environ").err()).doesNotContain("PATH=", "|");
    }

    @Test
    void a_pipe_and_a_device_are_refused_and_not_waited_for() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            isRefused(pipe, "source-unreadable");
            isRefused(Path.of("/dev/zero"), "source-unreadable");
        });
        assertThat(run("validate", "/dev/fd/0").err()).contains("[source-link]", "`-` to read");
    }
}
