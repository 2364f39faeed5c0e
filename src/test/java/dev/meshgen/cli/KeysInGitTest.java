package dev.meshgen.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that make keys say so where git would take them. */
class KeysInGitTest {
    @TempDir
    private Path folder;

    private CaShell shell;

    @BeforeEach
    void startRepository() throws IOException {
        shell = CaShell.in(folder);
        git("init", "--quiet");
    }

    private String git(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(git.getInputStream().readAllBytes(), UTF_8);
    }

    private static Path ignoreOnly(Path keys, String text) throws IOException {
        Files.createDirectories(keys.getParent());
        Files.createDirectory(keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(keys.resolve(".gitignore"), text);
        return keys;
    }

    @Test
    void keys_that_git_ignores_are_not_mentioned() throws IOException {
        assertThat(shell.succeed("ca", "issue").err()).doesNotContain("pki-key-in-git");
        assertThat(git("add", "--all", "--dry-run")).contains("ca-cert.pem").doesNotContain("key");
    }

    @Test
    void each_command_that_makes_keys_warns_of_an_ignore_file_that_lets_them_through() throws IOException {
        ignoreOnly(shell.pki("private"), "*.old\n");

        assertThat(shell.succeed("ca", "issue").err())
                .contains("[pki-key-in-git]", "private/applications/echoserver/tls.key`", " more, or takes it with");
        assertThat(shell.succeed("ca", "issue").err()).doesNotContain("pki-key-in-git");
        assertThat(shell.succeed("ca", "rotate", "server", "echoserver").err()).contains("[pki-key-in-git]");

        String hint = shell.succeed("ca", "rotate", "intermediate", "one").err();
        String fix = hint.replaceFirst("(?s).*Run `([^`]+)`.*", "$1");
        Process shellOfUser = new ProcessBuilder("sh", "-c", fix)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(shellOfUser.onExit().join().exitValue()).isZero();
        assertThat(shell.succeed("ca", "rotate", "server", "echoserver").err()).doesNotContain("pki-key-in-git");
    }

    @Test
    void a_key_that_git_has_is_named_though_it_is_ignored() throws IOException {
        shell.succeed("ca", "issue");
        git("add", "--force", "tree/pki/private/one/ca-key.pem");

        assertThat(shell.succeed("ca", "rotate", "server", "echoserver").err())
                .contains("[pki-key-in-git]", "private/one/ca-key.pem`, or takes");
    }

    @Test
    void the_number_of_the_keys_is_that_of_the_files() throws IOException {
        shell.succeed("ca", "issue");
        git("add", "--force", "tree/pki/private/one/ca-key.pem", "tree/pki/private/two/ca-key.pem");

        assertThat(shell.succeed("ca", "rotate", "server", "echoserver").err())
                .contains("private/one/ca-key.pem` and 1 more, or takes it with");
    }

    @Test
    void keys_in_a_folder_of_another_repository_are_seen() throws IOException {
        Path keys = ignoreOnly(folder.resolve("elsewhere"), "");

        var run = Meshgen.run(
                "ca",
                "init",
                folder.resolve("mesh.yaml").toString(),
                "-d",
                shell.tree().toString(),
                "--keys-dir",
                keys.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("[pki-key-in-git]", "elsewhere/root-key.pem`");
    }
}
