package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.Company;
import dev.meshgen.pki.Company.KeyKind;
import dev.meshgen.pki.OpenSsl;
import dev.meshgen.testing.Meshgen.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What `ca request` says, and what it can't be asked. */
class RequestCommandTest {
    @TempDir
    private Path folder;

    @Test
    void a_request_names_its_file_and_who_is_next() throws IOException {
        CaShell shell = CaShell.issued(folder);
        Map<String, String> before = shell.snapshot();
        Path file = shell.pki("staged/one/ca-cert.csr");

        assertThat(shell.succeed("ca", "request", "one").out())
                .isEqualTo(file + "\nNext: have it signed as an authority of path length 0, then run `meshgen ca import"
                        + " one FILE`.\n");
        assertThat(shell.succeed("ca", "request", "one", "--abandon").out())
                .isEqualTo("Request `" + file + "` is deleted, and its key.\n");
        assertThat(shell.snapshot()).isEqualTo(before);
    }

    @Test
    void requests_for_a_company_s_root_name_each_file_and_what_follows() throws IOException {
        OpenSsl.assume();
        CaShell.in(folder).succeed("ca", "issue");
        CaShell shell = CaShell.in(folder, "keyAlgorithm: ECDSA-P256, root: external");
        String root = new Company(folder, KeyKind.EC).root("root").toString();
        shell.succeed("ca", "import", "root", root);

        assertThat(shell.succeed("ca", "request", "root").out().lines())
                .containsExactly(
                        shell.pki("staged/one/ca-cert.csr").toString(),
                        shell.pki("staged/two/ca-cert.csr").toString(),
                        shell.pki("staged/ingress/ca-cert.csr").toString(),
                        "Next: have each signed by the new root as an authority of path length 0, run `meshgen ca import"
                                + " CLUSTER FILE` for each, then `meshgen ca rotate root --step new-intermediates`.");
        assertThat(shell.succeed("ca", "request", "root", "--abandon").out())
                .isEqualTo("The requests are deleted, and their keys.\n");
    }

    @Test
    void a_second_is_time_enough_for_a_program_that_is_not_there() throws IOException {
        assertThat(CaShell.in(folder).fail("ca", "request", "one", "--sign-command", "nowhere", "--sign-timeout", "1"))
                .contains("nowhere");
    }

    @ParameterizedTest
    @CsvSource({
        "--abandon --sign-command sign, `--abandon` and `--sign-command` exclude each other",
        "--sign-argument x, `--sign-argument` needs `--sign-command`",
        "--sign-command sign --sign-timeout 0, `--sign-timeout` is at least 1 second",
        "--sign-command sign --sign-timeout -1, `--sign-timeout` is at least 1 second"
    })
    void options_that_contradict_each_other_are_explained(String options, String message) throws IOException {
        Run run = CaShell.in(folder).run(("ca request one " + options).split(" "));

        assertThat(run.exit()).isEqualTo(64);
        assertThat(run.err()).contains(message);
    }
}
