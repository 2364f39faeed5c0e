package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same input gives the same bytes on any machine and day: shown by whole processes that differ
 * in everything else.
 */
class DeterminismTest {
    @TempDir
    private Path folder;

    @Test
    void locale_time_zone_charset_line_ends_and_working_directory_do_not_matter() throws Exception {
        Path spec = Path.of("samples/five-clusters/mesh.yaml").toAbsolutePath();
        Path crlf = Files.writeString(
                folder.resolve("crlf.yaml"), Files.readString(spec).replace("\n", "\r\n"));

        generate(Path.of("").toAbsolutePath(), spec, "plain");
        generate(
                folder,
                crlf,
                "other",
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Pacific/Kiritimati",
                "-Dfile.encoding=ISO-8859-9",
                "-Dline.separator=\r\n");

        assertThat(difference("plain", "other")).isEmpty();
        assertThat(difference(
                        "plain", Path.of("out/five-clusters").toAbsolutePath().toString()))
                .isEmpty();
    }

    private void generate(Path workingDirectory, Path spec, String target, String... properties)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(properties));
        command.addAll(List.of(
                "dev.meshgen.Main",
                "generate",
                "--without-ca",
                spec.toString(),
                "-d",
                folder.resolve(target).toString()));
        Process process = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
    }

    private String difference(String one, String other) throws IOException, InterruptedException {
        Process diff = new ProcessBuilder("diff", "-r", "--exclude=pki", "--exclude=.work", one, other)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(diff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
