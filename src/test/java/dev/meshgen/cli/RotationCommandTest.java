package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.testing.Meshgen.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rotation that goes wrong, or is left, at a shell. */
class RotationCommandTest {
    @TempDir
    private Path folder;

    private static final String RIGHT = "correct horse battery";
    private static final String TYPO = "correct horse batery";

    @ParameterizedTest
    @ValueSource(strings = {"rotate intermediate one", "rotate intermediate ingress", "rotate root --step trust-both"})
    void a_wrong_passphrase_leaves_no_trace(String command) throws IOException {
        CaShell shell = CaShell.encrypted(folder);
        shell.succeed("ca", "issue", "--passphrase-file", shell.passphrase(RIGHT));
        Map<String, String> before = shell.snapshot();
        assertThat(shell.fail(with(command, shell.passphrase(TYPO)))).contains("[pki-passphrase-wrong]");
        assertThat(shell.snapshot()).isEqualTo(before);
        shell.succeed("ca", "rotate", "server", "echoserver");
        shell.succeed(with(command, shell.passphrase(RIGHT)));
    }

    @Test
    void a_wrong_passphrase_at_a_later_step_leaves_no_trace() throws IOException {
        CaShell shell = CaShell.encrypted(folder);
        String right = shell.passphrase(RIGHT);
        shell.succeed("ca", "issue", "--passphrase-file", right);
        shell.succeed(with("rotate root --step trust-both", right));
        Map<String, String> before = shell.snapshot();
        assertThat(shell.fail(with("rotate root --step new-intermediates", shell.passphrase(TYPO))))
                .contains("[pki-passphrase-wrong]");
        assertThat(shell.snapshot()).isEqualTo(before);
        shell.succeed(with("rotate root --step new-intermediates", right));
        shell.succeed(with("rotate root --step new-only", right));
        shell.succeed(with("verify", right));
    }

    @Test
    void a_root_key_that_is_elsewhere_leaves_no_trace() throws IOException {
        CaShell shell = CaShell.issued(folder);
        Path away = Files.move(shell.pki("private/root-key.pem"), folder.resolve("root-key.pem"));
        Map<String, String> before = shell.snapshot();
        assertThat(shell.fail("ca", "rotate", "intermediate", "one")).contains("[pki-issuer-key-missing]");
        assertThat(shell.fail("ca", "rotate", "root", "--step", "trust-both"))
                .contains("[pki-issuer-key-missing]", "--without-old-key");
        assertThat(shell.snapshot()).isEqualTo(before);
        assertThat(shell.succeed("ca", "status").out()).doesNotContain("isn't finished");
        shell.succeed("ca", "rotate", "root", "--step", "trust-both", "--without-old-key");
        assertThat(away).exists();
    }

    @Test
    void the_new_root_can_have_a_passphrase_of_its_own() throws IOException {
        CaShell shell = CaShell.encrypted(folder);
        String old = shell.passphrase(RIGHT);
        String fresh = shell.passphrase("another horse battery");
        shell.succeed("ca", "issue", "--passphrase-file", old);
        shell.succeed(
                "ca",
                "rotate",
                "root",
                "--step",
                "trust-both",
                "--passphrase-file",
                old,
                "--new-passphrase-file",
                fresh);
        assertThat(shell.fail(with("rotate root --step new-intermediates", old)))
                .contains("[pki-passphrase-wrong]");
        shell.succeed(with("rotate root --step new-intermediates", fresh));
        shell.succeed(with("rotate root --step new-only", fresh));
        shell.succeed(with("verify", fresh));
    }

    @Test
    void a_passphrase_that_nothing_can_be_compared_with_must_be_named_as_new() throws IOException {
        CaShell shell = CaShell.encrypted(folder);
        shell.succeed("ca", "issue", "--plain-root-key");
        assertThat(shell.fail(with("rotate root --step trust-both", shell.passphrase(RIGHT))))
                .contains("[pki-passphrase-unconfirmed]", "--new-passphrase-file");
        shell.succeed("ca", "rotate", "root", "--step", "trust-both", "--new-passphrase-file", shell.passphrase(RIGHT));
    }

    @Test
    void the_plan_is_shown_and_can_be_left_while_the_new_root_signs_nothing() throws IOException {
        CaShell shell = CaShell.issued(folder);
        Map<String, String> before = shell.snapshot();
        assertThat(shell.fail("ca", "rotate", "root", "--abandon")).contains("No root rotation is under way.");
        assertThat(shell.succeed("ca", "rotate", "root", "--status").out())
                .containsPattern("Root [0-9a-f]{64} CN=Root CA,\\S*, expires \\S+\n")
                .contains("  next  trust-both")
                .containsPattern(
                        "  later new-intermediates .*\n {27}these: one, two, ingress, server echoserver\n  later new-only")
                .containsOnlyOnce("these: ");

        shell.succeed("ca", "rotate", "root", "--step", "trust-both");
        assertThat(shell.succeed("ca", "rotate", "root", "--status").out())
                .contains("  done  trust-both", "`--abandon` goes back")
                .containsPattern("  next  new-intermediates .*\n {27}these: ");
        shell.succeed("ca", "rotate", "root", "--abandon");
        Map<String, String> after = shell.snapshot();
        assertThat(after.remove("rotation.json")).contains("new-only");
        assertThat(after).isEqualTo(before);
        shell.succeed("ca", "verify");
        shell.succeed("ca", "rotate", "server", "echoserver");

        for (String step : new String[] {"trust-both", "new-intermediates"}) {
            shell.succeed("ca", "rotate", "root", "--step", step);
        }
        Map<String, String> signed = shell.snapshot();
        assertThat(shell.fail("ca", "rotate", "root", "--abandon"))
                .contains("can't be abandoned after `new-intermediates`", "--step new-only");
        assertThat(shell.snapshot()).isEqualTo(signed);
        assertThat(shell.succeed("ca", "rotate", "root", "--status").out())
                .contains("  done  new-intermediates", "There is no way back")
                .doesNotContain("these: ");
        shell.succeed("ca", "rotate", "root", "--step", "new-only");
        shell.succeed("ca", "verify");
        assertThat(shell.succeed("ca", "rotate", "root", "--status").out())
                .endsWith("Next: run `meshgen ca rotate root --step trust-both`.\n");
    }

    @Test
    void a_rotation_that_was_interrupted_is_shown_and_can_be_abandoned() throws IOException {
        CaShell shell = CaShell.issued(folder);
        Map<String, String> before = shell.snapshot();
        shell.leaveBegun("rotate intermediate one");
        assertThat(shell.succeed("ca", "status").out())
                .contains("`meshgen ca rotate intermediate one` was begun and isn't finished");
        assertThat(shell.fail("ca", "rotate", "intermediate", "two"))
                .contains("meshgen ca rotate intermediate one --abandon");
        assertThat(shell.fail("ca", "rotate", "intermediate", "two", "--abandon"))
                .contains("[pki-step-unfinished]");
        assertThat(shell.succeed("ca", "rotate", "intermediate", "one", "--abandon")
                        .out())
                .isEqualTo("The rotation of `one` is abandoned; nothing has changed.\n");
        assertThat(shell.snapshot()).isEqualTo(before);

        shell.leaveBegun("rotate server echoserver");
        assertThat(shell.succeed("ca", "rotate", "server", "echoserver", "--abandon")
                        .out())
                .isEqualTo("The rotation of `echoserver` is abandoned; nothing has changed.\n");
        assertThat(shell.snapshot()).isEqualTo(before);
        assertThat(shell.fail("ca", "rotate", "intermediate", "one", "--abandon"))
                .contains("nothing to abandon");
    }

    @Test
    void each_rotation_says_which_steps_of_the_tree_bring_it_to_whom() throws IOException {
        CaShell shell = CaShell.issued(folder);
        Run cluster = shell.succeed("ca", "rotate", "intermediate", "one");
        assertThat(cluster.out()).contains("scripts/up.sh --from 02 --to 03", "istiod loads it by itself");
        Run ingress = shell.succeed("ca", "rotate", "intermediate", "ingress");
        assertThat(ingress.out()).contains("the ingress gateways load those").doesNotContain("istiod");
        assertThat(shell.succeed("ca", "rotate", "server", "echoserver").out())
                .contains("scripts/up.sh --from 02 --to 03");
    }

    @Test
    void a_deleted_certificate_comes_back_from_its_chain() throws IOException {
        CaShell shell = CaShell.issued(folder);
        Map<String, String> before = shell.snapshot();
        Files.delete(shell.pki("one/ca-cert.pem"));
        assertThat(shell.fail("ca", "verify"))
                .contains("Run `meshgen generate`: it makes the file")
                .doesNotContain("Nothing was written");
        shell.succeed("generate");
        assertThat(shell.snapshot()).isEqualTo(before);

        Files.delete(shell.pki("root-cert.pem"));
        Map<String, String> rootless = shell.snapshot();
        assertThat(shell.fail("ca", "verify")).contains("certificates that it has signed are there");
        assertThat(shell.fail("generate")).contains("Restore it from version control.");
        assertThat(shell.snapshot()).isEqualTo(rootless);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server one | The certificate of cluster `one` is of another kind. | Run `meshgen ca rotate intermediate one`.",
                "server ingress | The certificate of the ingress intermediate is | Run `meshgen ca rotate intermediate ingress`.",
                "server root | The certificate of the root is of another kind. | Run `meshgen ca rotate root --status`.",
                "intermediate echoserver | application `echoserver` is of | Run `meshgen ca rotate server echoserver`.",
                "server echo | asks for no such certificate as `echo`. | Name one of `echoserver`.",
                "intermediate three | asks for no such certificate as `three`. | Name one of `one`, `two`, `ingress`."
            })
    void a_certificate_of_another_kind_is_not_rotated_and_the_right_command_is_named(
            String command, String fact, String hint) throws IOException {
        CaShell shell = CaShell.issued(folder);
        Map<String, String> before = shell.snapshot();
        for (String ending : new String[] {"", " --abandon"}) {
            assertThat(shell.fail(("ca rotate " + command + ending).split(" ")))
                    .contains("[pki-unknown-name]", fact, "hint: " + hint);
        }
        assertThat(shell.snapshot()).isEqualTo(before);
    }

    @Test
    void each_step_of_the_root_s_rotation_says_what_to_do_next() throws IOException {
        CaShell shell = CaShell.issued(folder);
        for (RootPhase phase : RootPhase.values()) {
            assertThat(shell.succeed("ca", "rotate", "root", "--step", phase.label())
                            .out())
                    .isEqualTo("Step `" + phase.label() + "` is done. " + phase.advice() + "\n");
        }
        shell.succeed("ca", "rotate", "root", "--step", "trust-both");
        assertThat(shell.succeed("ca", "rotate", "root", "--abandon").out())
                .startsWith("The rotation is abandoned: the old root alone is trusted");
    }

    @Test
    void a_rotation_needs_all_certificates() throws IOException {
        CaShell shell = CaShell.issued(folder);
        Files.delete(shell.pki("two/root-cert.pem"));
        Map<String, String> before = shell.snapshot();
        assertThat(shell.fail("ca", "rotate", "root", "--step", "trust-both"))
                .contains("two/root-cert.pem` is missing, and a root rotation needs all certificates.");
        assertThat(shell.snapshot()).isEqualTo(before);
    }

    private static String[] with(String command, String passphraseFile) {
        return ("ca " + command + " --passphrase-file " + passphraseFile).split(" ");
    }
}
