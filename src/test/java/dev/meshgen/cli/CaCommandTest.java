package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The life of a certificate authority at a shell. */
class CaCommandTest {
    @TempDir
    private Path folder;

    private Path spec;
    private Path tree;

    @BeforeEach
    void writeSpecification() throws IOException {
        spec = folder.resolve("mesh.yaml");
        tree = folder.resolve("tree");
        Files.writeString(
                spec,
                Files.readString(Path.of("samples/five-clusters/mesh.yaml"))
                        .replaceFirst(
                                "\nspec:\n",
                                "\nspec:\n  certificateAuthority: {keyAlgorithm: ECDSA-P256, rootKeyEncryption: none}\n"));
    }

    private Run run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(spec.toString(), "-d", tree.toString()));
        return Meshgen.run(arguments.toArray(String[]::new));
    }

    private void succeed(String... command) {
        Run run = run(command);
        assertThat(run.exit()).as(run.err()).isZero();
    }

    @Test
    void goes_from_the_first_root_to_the_next() {
        Run init = run("ca", "init");
        assertThat(init.err()).contains("[pki-plain-root-key]");
        assertThat(init.out()).contains("The root is complete.").doesNotContain("The certificates are complete.");
        assertThat(tree.resolve("pki/root-cert.pem")).exists();
        assertThat(run("ca", "status", "--expires-in", "30d")).satisfies(run -> {
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.out()).contains("missing");
        });
        succeed("ca", "issue");
        succeed("ca", "verify");
        succeed("ca", "status", "--expires-in", "30d");
        assertThat(run("ca", "status", "--expires-in", "400d").exit()).isEqualTo(2);
        succeed("ca", "rotate", "root", "--step", "trust-both");
        assertThat(run("ca", "rotate", "root", "--step", "new-only").err())
                .contains(
                        "The last step of the root rotation was `trust-both`, so step `new-only` can't run now.",
                        "[pki-rotation-order]");
        succeed("ca", "rotate", "root", "--step", "new-intermediates");
        assertThat(run("ca", "status").out()).contains("the next step is new-only");
        succeed("ca", "rotate", "root", "--step", "new-only");
        succeed("ca", "verify");
    }

    @ParameterizedTest
    @ValueSource(strings = {"init", "issue"})
    void keys_that_are_made_before_the_tree_stay_out_of_git(String command) throws Exception {
        git("init", "-q");
        assertThat(run("ca", command).exit()).isZero();
        Path ignore = tree.resolve("pki/private/.gitignore");
        assertThat(ignore).hasContent("*");
        assertThat(git("add", "-A", "-n", "--", "."))
                .contains("tree/pki/root-cert.pem")
                .doesNotContain("pki/private");
        Files.delete(ignore);
        assertThat(git("add", "-A", "-n", "--", ".")).contains("tree/pki/private/root-key.pem");
    }

    @Test
    void keys_of_a_tree_stay_out_of_git_when_its_branch_is_left() throws Exception {
        succeed("generate");
        Files.delete(tree.resolve(".gitignore"));
        git("init", "-q");
        assertThat(git("add", "-A", "-n", "--", ".")).contains("tree/README.md").doesNotContain("pki/private");
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "core.excludesFile=/dev/null"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    @Test
    void generate_makes_the_certificates_once_and_keeps_them() throws IOException {
        succeed("generate");
        byte[] root = Files.readAllBytes(tree.resolve("pki/root-cert.pem"));
        assertThat(run("generate").out()).contains("The tree is up to date.");
        assertThat(tree.resolve("pki/root-cert.pem")).hasBinaryContent(root);
        assertThat(tree.resolve("meshgen.lock.json")).content().doesNotContain("\"pki/");
        succeed("ca", "verify");
    }

    @Test
    void generate_without_a_passphrase_writes_the_rest_and_says_so() throws IOException {
        Files.writeString(spec, Files.readString(spec).replace("none}", "passphrase}"));
        Run run = run("generate");
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("[pki-no-authority]");
        assertThat(tree.resolve("pki/root-cert.pem")).doesNotExist();
        assertThat(run("ca", "issue").err()).contains("[pki-passphrase-missing]");
        assertThat(run("generate", "--without-ca").err()).isEmpty();
    }

    @Test
    void the_passphrase_comes_from_a_file() throws IOException {
        Files.writeString(spec, Files.readString(spec).replace("none}", "passphrase}"));
        Path file = folder.resolve("passphrase");
        Files.writeString(file, "a long enough passphrase\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        succeed("generate", "--passphrase-file", file.toString());
        assertThat(tree.resolve("pki/private/root-key.pem")).content().contains("ENCRYPTED");
        succeed("ca", "verify", "--passphrase-file", file.toString());
    }

    @Test
    void a_conflict_in_the_tree_leaves_the_authority_unmade() throws IOException {
        Files.createDirectories(tree.resolve("terraform"));
        Files.writeString(tree.resolve("terraform/providers.tf"), "mine");
        Run run = run("generate");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("[output-foreign-file]", "Nothing was written.");
        assertThat(tree.resolve("pki")).doesNotExist();
    }

    @Test
    void rotates_one_certificate_and_requests_another() {
        succeed("generate");
        succeed("ca", "rotate", "server", firstServer());
        assertThat(run("ca", "rotate", "intermediate", "nobody").err()).contains("[pki-unknown-name]");
        succeed("ca", "rotate", "intermediate", "ingress");
        succeed("ca", "request", "ingress");
        assertThat(tree.resolve("pki/staged/ingress/ca-cert.csr")).exists();
    }

    private String firstServer() {
        return tree.resolve("pki/applications").toFile().list()[0];
    }

    @Test
    void status_is_json_for_programs() {
        succeed("generate");
        Run run = run("ca", "status", "--output", "json", "--as-of", "2036-01-01");
        JsonNode parsed = JsonMapper.shared().readTree(run.out());
        JsonNode warnings = JsonMapper.shared().readTree(run.err());
        assertThat(warnings.at("/diagnostics/0/rule").asString()).isEqualTo("version-support");
        assertThat(parsed.path("certificates").size()).isGreaterThan(6);
        assertThat(parsed.path("certificates").get(0).path("role").stringValue())
                .isEqualTo("root");
    }

    @Test
    void json_is_a_document_whatever_the_command() {
        JsonNode issued =
                JsonMapper.shared().readTree(run("ca", "issue", "-o", "json").out());
        assertThat(issued.at("/diagnostics/0/rule").asString()).isEqualTo("pki-plain-root-key");
        JsonNode verified =
                JsonMapper.shared().readTree(run("ca", "verify", "-o", "json").out());
        assertThat(verified.path("diagnostics").size()).isZero();
        JsonNode refused = JsonMapper.shared()
                .readTree(run("ca", "rotate", "intermediate", "nobody", "-o", "json")
                        .out());
        assertThat(refused.at("/diagnostics/0/rule").asString()).isEqualTo("pki-unknown-name");
    }

    @Test
    void a_request_is_answered_by_its_signed_certificate() throws IOException {
        succeed("generate");
        assertThat(run("ca", "import", "gavle", "nowhere.pem").err())
                .contains("nowhere.pem: error: `nowhere.pem` doesn't exist. [pki-not-a-file]");
        String present = tree.resolve("pki/gavle/cert-chain.pem").toString();
        assertThat(run("ca", "import", "gavle", present).out()).contains("  pki/gavle/ca-cert.pem\n");
        Run request = run("ca", "request", "gavle");
        assertThat(request.out()).contains("pki/staged/gavle/ca-cert.csr", "meshgen ca import gavle FILE");
        Run other = run(
                "ca",
                "import",
                "gavle",
                tree.resolve("pki/lulea/cert-chain.pem").toString());
        assertThat(other.err()).contains("[pki-key-mismatch]");
        assertThat(other.exit()).isEqualTo(1);
    }

    @Test
    void verifies_a_bundle_that_someone_else_has_made() throws IOException {
        succeed("generate");
        Path bundle = Files.createDirectory(folder.resolve("bundle"));
        assertThat(run("ca", "verify", "--bundle", bundle.toString()).err()).contains("[pki-bundle-incomplete]");
        for (String name : List.of("ca-cert.pem", "cert-chain.pem", "root-cert.pem")) {
            Files.copy(tree.resolve("pki/gavle").resolve(name), bundle.resolve(name));
        }
        Files.setPosixFilePermissions(bundle, PosixFilePermissions.fromString("rwx------"));
        Files.copy(
                tree.resolve("pki/private/gavle/ca-key.pem"),
                bundle.resolve("ca-key.pem"),
                StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(run("ca", "verify", "--bundle", bundle.toString()).out())
                .matches("Sound: 3 certificate files, 1 private keys. Not here: 0 private keys.\nRoot [0-9a-f]{64}"
                        + " CN=Root CA,O=five-clusters\n");
        assertThat(run("ca", "status").out()).containsPattern("\n  SHA-256    [0-9a-f]{64}\n");
    }

    static Stream<List<String>> groups() {
        return Stream.of(List.of("ca"), List.of("ca", "rotate"));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void without_a_command_the_help_is_printed(List<String> group) {
        Run bare = Meshgen.run(group.toArray(String[]::new));
        List<String> asked = new ArrayList<>(group);
        asked.add("--help");

        assertThat(bare.exit()).isEqualTo(64);
        assertThat(bare.out()).isEmpty();
        assertThat(bare.err())
                .startsWith("Usage: meshgen " + String.join(" ", group))
                .contains("Commands:")
                .isEqualTo(Meshgen.run(asked.toArray(String[]::new)).out());
        asked.set(group.size(), "nonsense");
        assertThat(Meshgen.run(asked.toArray(String[]::new)).exit()).isEqualTo(64);
    }

    @Test
    void the_help_of_status_explains_its_own_exit_code() {
        assertThat(Meshgen.run("ca", "status", "--help").out())
                .contains("  2    a certificate is missing or about to expire, with --expires-in\n");
    }

    @Test
    void wrong_usage_is_explained() {
        assertThat(run("ca", "rotate", "root", "--step", "all").exit()).isEqualTo(64);
        assertThat(run("ca", "rotate", "root").exit()).isEqualTo(64);
        assertThat(run("ca", "status", "--expires-in", "soon").exit()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status --passphrase-file p",
                "status --plain-root-key",
                "prune --passphrase-file p",
                "prune --plain-root-key",
                "request one --passphrase-file p",
                "request one --plain-root-key",
                "import one f --passphrase-file p",
                "import one f --plain-root-key",
                "verify --plain-root-key",
                "crl --plain-root-key",
                "adopt --plain-root-key --root-cert f",
                "rotate intermediate one --plain-root-key",
                "rotate server echo --plain-root-key",
                "rotate root --status --new-passphrase-file p",
                "rotate root --step new-only --without-old-key",
                "rotate root --abandon --without-old-key",
                "request one --sign-argument=x",
                "request one --abandon --sign-command x",
                "crl --abandon --revoke one",
                "adopt --abandon --root-cert f"
            })
    void an_option_that_would_do_nothing_is_refused(String command) {
        Run run = run(("ca " + command).split(" "));

        assertThat(run.exit()).as(run.err()).isEqualTo(64);
        assertThat(tree).doesNotExist();
    }

    @Test
    void help_shows_an_option_of_the_root_s_key_only_where_it_has_a_use() {
        assertThat(CommandLineTest.commands())
                .filteredOn(command -> hasOption(command, "--passphrase-file"))
                .containsExactlyInAnyOrder(
                        "generate",
                        "ca init",
                        "ca issue",
                        "ca verify",
                        "ca crl",
                        "ca adopt",
                        "ca rotate intermediate",
                        "ca rotate server",
                        "ca rotate root");
        assertThat(CommandLineTest.commands())
                .filteredOn(command -> hasOption(command, "--plain-root-key"))
                .containsExactlyInAnyOrder("generate", "ca init", "ca issue", "ca rotate root");
    }

    private static boolean hasOption(String command, String option) {
        return Meshgen.run((command + " --help").split(" ")).out().contains("  " + option);
    }

    @Test
    void issue_tells_what_it_made_from_what_it_kept() throws IOException {
        succeed("ca", "issue");
        Files.delete(tree.resolve("pki/gavle/cert-chain.pem"));

        String out = run("ca", "issue").out();

        assertThat(out).contains("  + pki/gavle/cert-chain.pem\n", "  = pki/gavle/ca-cert.pem\n");
        assertThat(out).containsPattern("\n1 made \\(\\+\\), [0-9]+ kept \\(=\\)\\.\n");
    }
}
