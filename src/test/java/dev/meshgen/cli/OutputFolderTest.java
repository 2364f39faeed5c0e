package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.MeshgenProcess;
import dev.meshgen.tree.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a tree goes, and who may then do what with it. */
class OutputFolderTest {
    @TempDir
    private Path folder;

    private Path work;
    private MeshgenProcess process;

    @BeforeEach
    void makeWork() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
        String spec = Files.readString(Path.of("samples/two-regions/mesh.yaml"));
        String quick = "\nspec:\n  certificateAuthority: {keyAlgorithm: ECDSA-P256}\n";
        Files.writeString(work.resolve("mesh.yaml"), spec.replace("\nspec:\n", quick));
        process = MeshgenProcess.in(work);
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "out/two-regions"})
    void a_default_folder_that_is_a_link_is_refused(String link) throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createDirectories(work.resolve(link).getParent());
        Files.createSymbolicLink(work.resolve(link), elsewhere);

        for (String[] command : new String[][] {{"generate", "--without-ca"}, {"ca", "issue", "--plain-root-key"}}) {
            Run run = process.run(command);
            assertThat(run.exit()).as(run.err()).isEqualTo(1);
            assertThat(run.err()).contains("`" + link + "` is a symbolic link", "[output-in-the-way]");
        }
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(process.run("generate", "--without-ca", "-d", link).exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "", "..", "../work/./"})
    void what_is_stale_goes_wherever_dots_lead(String named) throws Exception {
        assertThat(process.run("generate", "--without-ca", "-d", named).exit()).isZero();
        Path tree = work.resolve(named).normalize();
        Path stale = Files.writeString(tree.resolve("stale"), "generated once");
        Path lock = tree.resolve("meshgen.lock.json");
        String entry = "\"files\": {\n    \"stale\" : {\"template\": \"t\", \"mode\": \"0644\", \"sha256\":" + " \""
                + digest(stale) + "\"},";
        Files.writeString(lock, Files.readString(lock).replaceFirst("\"files\": \\{", entry));

        Run run = process.run("generate", "--without-ca", "-d", named);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("  - stale");
        assertThat(stale).doesNotExist();
    }

    private static String digest(Path file) throws IOException {
        return Digest.sha256(Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "077"})
    void the_umask_decides_nothing(String umask) throws Exception {
        Run run = process.withUmask(umask).run("generate", "--plain-root-key");

        assertThat(run.exit()).as(run.err()).isZero();
        Path tree = work.resolve("out/two-regions");
        try (Stream<Path> all = Files.walk(work.resolve("out"))) {
            for (Path each : all.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
                boolean secret = each.startsWith(tree.resolve("pki/private"));
                List<String> wanted = Files.isDirectory(each)
                        ? List.of(secret ? "rwx------" : "rwxr-xr-x")
                        : secret ? List.of("rw-------") : List.of("rw-r--r--", "rwxr-xr-x");
                assertThat(wanted).as("%s", each).contains(mode);
            }
        }
    }

    @Test
    void a_tree_in_the_working_directory_s_parent_is_told_by_the_name_that_was_given() throws Exception {
        Files.writeString(folder.resolve("README.md"), "mine");

        assertThat(process.run("generate", "--without-ca", "-d", "..").err())
                .startsWith("../README.md: error: ")
                .contains("[output-foreign-file]");
    }
}
