package dev.meshgen.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.Company;
import dev.meshgen.pki.Company.KeyKind;
import dev.meshgen.pki.OpenSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes with a pull request into a rotation to a company's root, at a shell. */
class StagedByOthersTest {
    private static final String EXTERNAL = "keyAlgorithm: ECDSA-P256, root: external";

    @TempDir
    private Path folder;

    @BeforeEach
    void requireOpenSsl() {
        OpenSsl.assume();
    }

    @Test
    void every_file_of_somebody_else_is_refused_by_name_and_ours_are_kept() throws IOException {
        Company company = new Company(folder, KeyKind.EC);
        CaShell shell = trustingBoth(company);
        for (String name : List.of("notes.txt", "root-cert.pem", "rotation.json", "one/ca-cert.pem")) {
            Path planted = plant(shell, name, company.certificate("root"));
            assertRefused(shell, planted, "ca", "request", "root");
            Files.delete(planted);
        }
        shell.succeed("ca", "request", "root");
        Path answer = company.sign(shell.pki("staged/one/ca-cert.csr"), "root", "answer-one");
        // In this order, since each import goes as far as the file that it refuses.
        for (String name : List.of("notes.txt", "one/cert-chain.pem", "one/root-cert.pem", "one/ca-cert.pem")) {
            Path planted = plant(shell, name, company.certificate("root"));
            assertRefused(shell, planted, "ca", "import", "one", answer.toString());
            Files.delete(planted);
        }
        shell.succeed("ca", "import", "one", answer.toString());
        for (String name : List.of("notes.txt", "root-cert.pem", "rotation.json")) {
            Path planted = shell.pki("staged/" + name);
            byte[] own = Files.exists(planted) ? Files.readAllBytes(planted) : new byte[0];
            plant(shell, name, company.certificate("root"));
            assertRefused(shell, planted, "ca", "request", "root");
            assertRefused(shell, planted, "ca", "rotate", "root", "--step", "new-intermediates");
            if (own.length == 0) {
                Files.delete(planted);
            } else {
                Files.write(planted, own);
            }
        }
        // What was kept is still good.
        finish(shell, company, "two", "ingress");
    }

    @Test
    void a_strangers_request_or_certificate_takes_no_clusters_place() throws IOException {
        Company company = new Company(folder, KeyKind.EC);
        CaShell shell = trustingBoth(company);
        CaShell stranger = CaShell.in(Files.createDirectory(folder.resolve("stranger")), EXTERNAL);
        stranger.succeed("ca", "request", "two");
        Path theirs = stranger.pki("two/ca-cert.csr");

        shell.succeed("ca", "request", "root");
        Path request = shell.pki("staged/two/ca-cert.csr");
        byte[] own = Files.readAllBytes(request);
        plant(shell, "two/ca-cert.csr", theirs);
        Path signed = company.sign(theirs, "root", "theirs");
        assertThat(shell.fail("ca", "import", "two", signed.toString())).contains("[pki-request-foreign]");
        assertThat(shell.fail("ca", "request", "root")).contains("[pki-request-foreign]", request.toString());
        Files.write(request, own);

        answer(shell, company, "one");
        answer(shell, company, "ingress");
        plant(shell, "two/ca-cert.pem", folder.resolve("theirs.first.pem"));
        plant(shell, "two/cert-chain.pem", signed);
        Files.copy(shell.pki("staged/one/root-cert.pem"), shell.pki("staged/two/root-cert.pem"));
        assertRefused(
                shell, shell.pki("staged/two/ca-cert.pem"), "ca", "rotate", "root", "--step", "new-intermediates");

        // As the message says.
        for (String name : List.of("ca-cert.csr", "ca-cert.pem", "cert-chain.pem", "root-cert.pem")) {
            Files.delete(shell.pki("staged/two/" + name));
        }
        shell.succeed("ca", "request", "root");
        finish(shell, company, "two");
    }

    private CaShell trustingBoth(Company company) throws IOException {
        CaShell shell = CaShell.issued(folder);
        shell = CaShell.in(folder, EXTERNAL);
        shell.succeed("ca", "import", "root", company.root("root").toString());
        return shell;
    }

    private static Path plant(CaShell shell, String name, Path content) throws IOException {
        Path file = shell.pki("staged/" + name);
        Files.createDirectories(file.getParent());
        return Files.copy(content, file, REPLACE_EXISTING);
    }

    private static void assertRefused(CaShell shell, Path planted, String... command) throws IOException {
        Map<String, String> before = shell.snapshot();
        assertThat(shell.fail(command)).contains("[pki-staged-foreign]", planted.toString());
        assertThat(shell.snapshot()).containsAllEntriesOf(before);
    }

    private static void answer(CaShell shell, Company company, String name) {
        Path answer = company.sign(shell.pki("staged/" + name + "/ca-cert.csr"), "root", "answer-" + name);
        shell.succeed("ca", "import", name, answer.toString());
    }

    private static void finish(CaShell shell, Company company, String... names) throws IOException {
        for (String name : names) {
            answer(shell, company, name);
        }
        shell.succeed("ca", "rotate", "root", "--step", "new-intermediates");
        shell.succeed("ca", "verify");
        shell.assertChains();
        assertThat(shell.pki("staged")).doesNotExist();
    }
}
