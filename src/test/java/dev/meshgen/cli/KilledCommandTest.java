package dev.meshgen.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.disk.Folders;
import dev.meshgen.pki.Company;
import dev.meshgen.pki.Company.KeyKind;
import dev.meshgen.pki.OpenSsl;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.VictimProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code ca} command that is killed at any moment is completed by the same command. */
class KilledCommandTest {
    /** Of each command; more of them by {@code -Dmeshgen.kills=200}. */
    private static final int KILLS = Math.max(1, Integer.getInteger("meshgen.kills", 8) / 8);

    /** About as many changes as a command makes in the tree that can be told apart from outside. */
    private static final int CHANGES = 16;

    private static final String NOTHING_WRONG = "no message";

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeEach
    void requireOpenSsl() {
        OpenSsl.assume();
    }

    public static void main(String[] arguments) {
        Console console = new Console(
                System.in, new PrintWriter(System.out, false, UTF_8), new PrintWriter(System.err, false, UTF_8), false);
        VictimProcess.begin();
        System.exit(MeshgenCommand.run(console, arguments));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ca issue",
                "ca rotate intermediate one",
                "ca rotate intermediate ingress",
                "ca rotate server echoserver",
                "ca crl --revoke 0A"
            })
    void the_same_command_completes_it(String command) throws Exception {
        CaShell shell = CaShell.in(folder);
        for (int i = 0; i < KILLS; i++) {
            if (command.equals("ca issue")) {
                Files.createDirectories(shell.tree());
                deletePki(shell);
            } else {
                shell.succeed("ca", "issue");
            }
            killAndRepeat(shell, NOTHING_WRONG, command.split(" "));
            assertSound(shell);
        }
    }

    @Test
    void a_request_and_its_import_are_completed() throws Exception {
        CaShell shell = CaShell.issued(folder);
        Company company = companyOf(shell);
        for (int i = 0; i < KILLS; i++) {
            killAndRepeat(shell, NOTHING_WRONG, "ca", "request", "one");
            Path signed = company.sign(shell.pki("staged/one/ca-cert.csr"), "mesh", "signed-" + i);
            killAndRepeat(shell, NOTHING_WRONG, "ca", "import", "one", signed.toString());
            assertSound(shell);
            killAndRepeat(shell, NOTHING_WRONG, "ca", "request", "two");
            killAndRepeat(shell, "[pki-request-missing]", "ca", "request", "two", "--abandon");
            assertSound(shell);
        }
    }

    @Test
    void a_rotation_that_begins_and_is_abandoned_leaves_the_old_root() throws Exception {
        CaShell shell = CaShell.issued(folder);
        String root = Files.readString(shell.pki("root-cert.pem"));
        String key = Files.readString(shell.pki("private/root-key.pem"));
        for (int i = 0; i < KILLS; i++) {
            killAndRepeat(shell, "[pki-rotation-order]", "ca", "rotate", "root", "--step", "trust-both");
            shell.succeed("ca", "verify");
            killAndRepeat(shell, "There is nothing to abandon.", "ca", "rotate", "root", "--abandon");
            assertSound(shell);
            assertThat(shell.pki("root-cert.pem")).hasContent(root);
            assertThat(shell.pki("private/root-key.pem")).hasContent(key);
        }
    }

    @Test
    void an_adoption_is_completed() throws Exception {
        CaShell source = CaShell.in(Files.createDirectory(folder.resolve("source")));
        source.succeed("ca", "issue");
        List<String> command = new ArrayList<>(List.of("ca", "adopt"));
        command.addAll(List.of("--root-cert", source.pki("root-cert.pem").toString()));
        command.addAll(List.of("--root-key", source.pki("private/root-key.pem").toString()));
        for (String name : new String[] {"one", "two", "ingress"}) {
            command.add("--intermediate");
            command.add(name + "=" + source.pki(name + "/cert-chain.pem") + ","
                    + source.pki("private/" + name + "/ca-key.pem"));
        }
        CaShell shell = CaShell.in(folder);
        for (int i = 0; i < KILLS; i++) {
            Files.createDirectories(shell.tree());
            deletePki(shell);
            killAndRepeat(shell, NOTHING_WRONG, command.toArray(String[]::new));
            shell.succeed("ca", "issue");
            assertThat(shell.pki("two/ca-cert.pem")).hasSameTextualContentAs(source.pki("two/ca-cert.pem"));
            assertSound(shell);
        }
    }

    /** The mesh's root as openssl uses it. */
    private Company companyOf(CaShell shell) throws IOException {
        Company company = new Company(folder, KeyKind.EC);
        Files.copy(shell.pki("root-cert.pem"), company.certificate("mesh"));
        Files.copy(shell.pki("private/root-key.pem"), company.key("mesh"));
        return company;
    }

    /** @param done what the repeated command may say where the killed one was complete */
    private void killAndRepeat(CaShell shell, String done, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(
                folder.resolve("mesh.yaml").toString(), "-d", shell.tree().toString()));
        Process process = VictimProcess.start(List.of(), KilledCommandTest.class, words.toArray(String[]::new));
        VictimProcess.killAfter(1 + random.nextInt(CHANGES), process, shell.tree());
        assertKeysAreOurs(shell);
        Run run = shell.run(command);
        assertThat(run.exit() == 0 || run.err().contains(done))
                .as("seed %d: %s\n%s", seed, List.of(command), run.err())
                .isTrue();
    }

    private void assertSound(CaShell shell) throws IOException {
        Run run = shell.run("ca", "verify");
        assertThat(run.exit()).as("seed %d\n%s", seed, run.err()).isZero();
        assertThat(shell.pki("staged")).as("seed %d", seed).doesNotExist();
        assertThat(shell.pki("private/staged")).as("seed %d", seed).doesNotExist();
        assertThat(shell.succeed("ca", "status").out()).doesNotContain("isn't finished");
        shell.assertChains();
    }

    private void assertKeysAreOurs(CaShell shell) throws IOException {
        if (!Files.exists(shell.pki("private"))) {
            return;
        }
        try (Stream<Path> files = Files.walk(shell.pki("private"))) {
            for (Path file : files.filter(each -> each.toString().matches(".*(key\\.pem|\\.key)"))
                    .toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("seed %d: %s", seed, file)
                        .isEqualTo("rw-------");
            }
        }
    }

    private static void deletePki(CaShell shell) throws IOException {
        Folders.delete(shell.pki(""));
    }
}
