package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mesh whose certificates cert-manager signs. */
class CertManagerTest {
    @TempDir
    private Path folder;

    @Test
    void its_tree_has_no_keys_and_no_place_for_them() throws IOException {
        CaShell shell = CaShell.in(folder, "issuer: certManager");

        Run run = shell.succeed("generate", "--plain-root-key");

        assertThat(run.out()).doesNotContain("Certificates that were made");
        assertThat(run.err()).isEmpty();
        assertThat(shell.pki("")).doesNotExist();
        try (Stream<Path> files = Files.walk(shell.tree())) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContain("\n-----BEGIN", "meshgen ca issue", "SecretProviderClass"));
        }
        assertThat(shell.run("check").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init",
                "issue",
                "status",
                "status --expires-in 30d",
                "verify",
                "verify --bundle .",
                "prune",
                "prune --dry-run",
                "crl",
                "crl --revoke one",
                "crl --list mesh.yaml --days 30",
                "crl --abandon",
                "rotate root --status",
                "rotate root --step trust-both",
                "rotate root --step trust-both --without-old-key",
                "rotate root --abandon",
                "rotate intermediate one",
                "rotate intermediate one --abandon",
                "rotate server echoserver",
                "rotate server echoserver --abandon",
                "request one",
                "request one --abandon",
                "request one --sign-command true",
                "request root",
                "request root --abandon",
                "import one mesh.yaml",
                "import root mesh.yaml",
                "adopt --root-cert mesh.yaml",
                "adopt --abandon"
            })
    void a_command_about_keys_says_whose_they_are(String command) throws IOException {
        CaShell shell = CaShell.in(folder, "issuer: certManager");

        String message = shell.fail(("ca " + command).split(" "));

        assertThat(message.lines().findFirst().orElseThrow())
                .contains("mesh.yaml:8:34: error: cert-manager has the keys of this mesh (ClusterIssuer `istio-ca`)")
                .endsWith("[pki-cert-manager]");
        assertThat(message).contains("hint: Ask cert-manager, or set `issuer: meshgen`.", "\n1 error. ");
        assertThat(shell.tree()).doesNotExist();
    }

    @Test
    void every_command_about_keys_was_asked() throws NoSuchMethodException {
        List<String> asked = Stream.of(CertManagerTest.class
                        .getDeclaredMethod("a_command_about_keys_says_whose_they_are", String.class)
                        .getAnnotation(ValueSource.class)
                        .strings())
                .map(command -> "ca " + command)
                .toList();

        assertThat(CommandLineTest.commands())
                .filteredOn(command -> command.startsWith("ca "))
                .isNotEmpty()
                .allMatch(command -> asked.stream().anyMatch(each -> (each + " ").startsWith(command + " ")));
    }

    @Test
    void only_its_own_settings_have_defaults() throws IOException {
        CaShell.in(folder, "issuer: certManager");

        Run run = Meshgen.run("show", "--derived", folder.resolve("mesh.yaml").toString());

        assertThat(run.out())
                .contains("""
                          certificateAuthority:
                            issuer: certManager
                            certManager:
                              issuerRef:
                                name: istio-ca
                                kind: ClusterIssuer
                                group: cert-manager.io
                              rootCertificate:
                                secretName: istio-root-ca
                                key: ca.pem
                              replicas: 2
                        """, "certificateAuthorityAddress: cert-manager-istio-csr.cert-manager.svc:443")
                .doesNotContain("keyAlgorithm", "caKey", "organization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"svg", "mermaid", "dot"})
    void the_picture_says_who_signs(String language) throws IOException {
        CaShell.in(folder, "issuer: certManager");

        Run run = Meshgen.run(
                "graph", "--as", language, folder.resolve("mesh.yaml").toString());

        assertThat(run.out()).contains("cert-manager").doesNotContain("RSA");
    }

    @Test
    void an_upgrade_gives_istio_csr_the_new_revision_first() throws IOException {
        CaShell shell = CaShell.in(folder, "issuer: certManager");
        Path spec = folder.resolve("mesh.yaml");
        Files.writeString(spec, Files.readString(spec).replace("version: " + Samples.ISTIO, "version: 1.30.1"));
        shell.succeed("generate");

        Run run = Meshgen.run("plan-upgrade", "--istio", "1.31.0", spec.toString());

        assertThat(run.out())
                .contains("section \"Install istio-csr\"", "give istio-csr its new values")
                .doesNotContain("MESH_ALLOW_DESTROY", "Key Vault");
        assertThat(Files.readString(shell.tree().resolve("README.md"))).contains("Give istio-csr its new values");
    }

    @Test
    void a_change_of_the_issuer_is_announced_and_keeps_the_keys() throws IOException {
        CaShell shell = CaShell.in(folder);
        shell.succeed("generate");
        Map<String, String> keys = shell.snapshot();
        Path old = Files.copy(folder.resolve("mesh.yaml"), folder.resolve("old.yaml"));
        CaShell.in(folder, "issuer: certManager");

        Run diff = Meshgen.run(
                "diff", "--stat", old.toString(), folder.resolve("mesh.yaml").toString());
        Run run = shell.succeed("generate");

        assertThat(diff.out())
                .contains("cluster two: certificate authority beside istiod none -> cert-manager-istio-csr.");
        assertThat(run.out())
                .contains("--only 00,05,06,07,16,17,18,21,22", "scripts/remove-what-left.sh", "Install istio-csr");
        assertThat(shell.snapshot()).isEqualTo(keys);
        assertThat(shell.run("check").exit()).isZero();
    }

    @Test
    void new_values_of_istio_csr_are_yours_to_install() throws IOException {
        CaShell shell = CaShell.in(folder, "issuer: certManager, certManager: {replicas: 2}");
        shell.succeed("generate");
        Path spec = folder.resolve("mesh.yaml");
        Files.writeString(spec, Files.readString(spec).replace("{replicas: 2}", "{replicas: 3}"));

        Run run = shell.succeed("generate");

        assertThat(run.out()).contains("scripts/up.sh --only 05", "Section \"Install istio-csr\" of README.md");
        assertThat(Files.readString(shell.tree().resolve("README.md"))).contains("\n## Install istio-csr\n");
    }
}
