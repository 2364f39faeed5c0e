package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.Company;
import dev.meshgen.pki.Company.KeyKind;
import dev.meshgen.pki.OpenSsl;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.MeshgenProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program that signs requests, at a shell. */
class SignCommandTest {
    private static final String EXTERNAL = "keyAlgorithm: ECDSA-P256, root: external";
    private static final String SIGN = """
            openssl x509 -req -CA "$1/$2.pem" -CAkey "$1/$2.key" -days 700 -copy_extensions copyall \\
                -extfile "$1/identifiers" && cat "$1/$2.pem"
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void requireOpenSsl() {
        OpenSsl.assume();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void it_signs_every_certificate_and_those_of_the_next_root(KeyKind kind) throws IOException {
        // What a shell would read in another way.
        Path place = Files.createDirectory(folder.resolve("a $(touch b); 'c'"));
        Files.writeString(place.resolve("identifiers"), "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
        Company company = new Company(place, kind);
        company.root("root");
        CaShell shell = CaShell.in(folder, EXTERNAL);
        for (String name : new String[] {"one", "two", "ingress"}) {
            assertThat(shell.succeed(signing(name, SIGN, place.toString(), "root"))
                            .out())
                    .contains("  pki/" + name + "/ca-cert.pem\n", "CN=Company root,O=Company");
            assertThat(shell.pki(name + "/ca-cert.csr")).doesNotExist();
        }
        shell.succeed("generate");
        shell.succeed("ca", "verify");
        shell.assertChains();

        shell.succeed("ca", "import", "root", company.root("next").toString());
        assertThat(shell.fail(signing("root", "exit 1"))).contains("ended with exit code 1");
        shell.succeed(signing("root", SIGN, place.toString(), "next"));
        shell.succeed(signing("root", "exit 1"));
        shell.succeed("ca", "rotate", "root", "--step", "new-intermediates");
        shell.succeed("ca", "verify");
        shell.assertChains();
    }

    @Test
    void one_that_fails_leaves_no_trace() throws IOException {
        Company company = new Company(folder, KeyKind.EC);
        company.root("other");
        CaShell shell = CaShell.in(folder, EXTERNAL);
        shell.succeed("ca", "request", "two");
        Map<String, String> before = files(shell);
        Map<String, String> programs = Map.of(
                "exit 3",
                "[pki-sign-command]",
                "kill -9 $$",
                "ended with exit code 137",
                "cat",
                "contains a block `CERTIFICATE REQUEST`",
                "true",
                "contains no PEM block",
                "yes",
                "printed more than 1 MiB",
                "cat " + company.certificate("other"),
                "[pki-key-mismatch]");
        programs.forEach((program, message) -> {
            assertThat(shell.fail(signing("one", program))).contains(message);
            assertThat(files(shell)).isEqualTo(before);
            assertThat(shell.fail(signing("two", program))).contains(message);
            assertThat(files(shell)).isEqualTo(before);
        });
        assertThat(shell.fail("ca", "request", "one", "--sign-command", folder + "/none"))
                .contains("can't be started");
        assertThat(files(shell)).isEqualTo(before);
    }

    @Test
    void one_gets_the_caller_s_environment_without_the_passphrase() throws Exception {
        Company company = new Company(folder, KeyKind.EC);
        company.root("root");
        Files.writeString(folder.resolve("identifiers"), "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
        CaShell.in(folder, EXTERNAL);
        String seen = folder + "/seen";
        String[] command = signing("one", "env > " + seen + "\n" + SIGN, folder.toString(), "root");

        Run run = MeshgenProcess.in(folder)
                .with(Map.of(Passphrases.VARIABLE, "correct horse battery", "COMPANY_TOKEN", "of the company"))
                .run(with(command, "-d", "tree"));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(folder.resolve("tree/pki/one/ca-cert.pem")).exists();
        assertThat(Files.readString(Path.of(seen)))
                .contains("COMPANY_TOKEN=of the company\n")
                .doesNotContain(Passphrases.VARIABLE, "correct horse battery");
    }

    @Test
    void one_that_never_answers_is_ended() throws IOException {
        CaShell shell = CaShell.in(folder, EXTERNAL);
        long start = System.nanoTime();
        String[] command = signing("one", "sleep 600 & echo $! > " + folder + "/pid; wait");
        assertThat(shell.fail(with(command, "--sign-timeout", "10")))
                .contains("[pki-sign-command]", "didn't answer within 10 seconds");
        assertThat(System.nanoTime() - start).isLessThan(300_000_000_000L);
        assertThat(files(shell)).doesNotContainKey("one/ca-cert.csr");
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        ProcessHandle.of(pid).ifPresent(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofMinutes(1)));
        assertThat(shell.run(with(command, "--sign-timeout", "0")).exit()).isEqualTo(64);
    }

    private String[] signing(String name, String script, String... arguments) {
        try {
            Path program = folder.resolve("sign");
            Files.writeString(program, "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            String[] command = {"ca", "request", name, "--sign-command", program.toString()};
            for (String argument : arguments) {
                command = with(command, "--sign-argument=" + argument);
            }
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray(String[]::new);
    }

    /** Everything in the authority's folder but folders, which may be empty. */
    private static Map<String, String> files(CaShell shell) {
        try {
            Map<String, String> all = shell.snapshot();
            all.values().removeIf("folder"::equals);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
