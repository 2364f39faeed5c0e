package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.Company;
import dev.meshgen.pki.Company.KeyKind;
import dev.meshgen.pki.OpenSsl;
import dev.meshgen.testing.Meshgen.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An authority that a company has already is taken over, at a shell. */
class AdoptCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void requireOpenSsl() {
        OpenSsl.assume();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void what_istios_own_tool_has_made_goes_on(KeyKind kind) throws Exception {
        IstioPki made = istio(kind);
        CaShell shell = CaShell.in(folder);
        Run run = shell.succeed(
                with("--root-key", made.file("root-key.pem"), "--intermediate", "one=" + files(made, "one")));
        assertThat(run.err())
                .contains("warning: ", "[pki-outlives-issuer]")
                .doesNotContain("[pki-plain-root-key]", "staged");
        assertThat(run.out())
                .contains("  pki/one/ca-cert.pem\n", "CN=Root CA,O=Istio")
                .endsWith("Missing: two, ingress. Run `meshgen ca issue`: it makes them under this root.\n");
        assertThat(shell.pki("one/ca-cert.pem"))
                .hasSameTextualContentAs(made.bundle("one").resolve("ca-cert.pem"));
        shell.succeed("generate");
        assertThat(shell.succeed("ca", "verify").err()).doesNotContain("error:");
        shell.assertChains();
        assertModes(shell);

        Map<String, String> before = shell.snapshot();
        shell.succeed(with("--root-key", made.file("root-key.pem"), "--intermediate", "one=" + files(made, "one")));
        assertThat(shell.snapshot()).isEqualTo(before);
        for (String step : new String[] {"trust-both", "new-intermediates", "new-only"}) {
            shell.succeed("ca", "rotate", "root", "--step", step);
            shell.assertChains();
        }
        assertThat(shell.succeed("ca", "verify").err()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void issuing_authorities_come_with_the_intermediates(KeyKind kind) throws IOException {
        Company company = new Company(folder, kind);
        company.root("root");
        company.authority("policy", "root", 2);
        company.authority("issuing", "policy", 1);
        CaShell shell = CaShell.in(folder, "keyAlgorithm: ECDSA-P256, root: external");
        List<String> command = new ArrayList<>(List.of(with(company.certificate("root"))));
        for (String name : new String[] {"one", "two", "ingress"}) {
            company.authority(name, "issuing", 0);
            // Without the root, and with an issuer twice: the order is found.
            command.addAll(List.of("--intermediate", name + "=" + company.certificate(name) + "," + company.key(name)));
        }
        assertThat(shell.succeed(command.toArray(String[]::new)).out())
                .endsWith("Every intermediate is there. Run `meshgen ca issue` for the server certificates.\n");
        assertThat(shell.pki("one/root-cert.pem")).hasSameTextualContentAs(shell.pki("root-cert.pem"));
        assertThat(shell.pki("ingress/root-cert.pem")).doesNotExist();
        shell.succeed("generate");
        shell.succeed("ca", "verify");
        shell.assertChains();
        assertThat(Files.readString(shell.pki("one/cert-chain.pem")).split("BEGIN CERTIFICATE"))
                .hasSize(5);
        assertThat(shell.pki("private/root-key.pem")).doesNotExist();
    }

    @Test
    void a_root_alone_says_what_is_missing() throws IOException {
        Company company = new Company(folder, KeyKind.EC);
        CaShell shell = CaShell.in(folder, "keyAlgorithm: ECDSA-P256, root: external");
        assertThat(shell.succeed(with(company.root("root"))).out())
                .contains("Missing: one, two, ingress. The root's key isn't here", "meshgen ca request CLUSTER");
        assertThat(shell.succeed("generate").err()).contains("Run `meshgen ca request one`");
    }

    @Test
    void what_does_not_fit_is_refused_and_leaves_no_trace() throws Exception {
        IstioPki made = istio(KeyKind.EC);
        Company company = new Company(folder, KeyKind.EC);
        company.root("other");
        CaShell shell = CaShell.in(folder);
        Path one = made.bundle("one");
        refused(shell, "[pki-key-mismatch]", "--root-key", company.key("other"));
        refused(
                shell,
                "[pki-key-mismatch]",
                "--intermediate",
                "one=" + one.resolve("ca-cert.pem") + "," + made.bundle("two").resolve("ca-key.pem"));
        refused(shell, "[pki-unknown-name]", "--intermediate", "three=" + files(made, "one"));
        refused(
                shell,
                "[pki-shared-key]",
                "--intermediate",
                "one=" + files(made, "one"),
                "--intermediate",
                "two=" + files(made, "one"));
        refused(shell, "doesn't exist", "--intermediate", "one=nowhere.pem,nowhere.key");
        refused(shell, "[pki-not-authority]", "--intermediate", "one=" + leaf(company, made));
        company.authority("foreign", "other", 0);
        Path foreign = folder.resolve("foreign.first.pem");
        assertThat(refused(shell, "[pki-chain]", "--intermediate", "one=" + foreign + "," + company.key("foreign")))
                .contains("was signed by `CN=Company other,O=Company`, and a root is `CN=Root CA,O=Istio`");
        assertThat(refused(shell, "[pki-key-encrypted]", "--intermediate", "one=" + encrypted(one)))
                .contains("istiod");
        Files.setPosixFilePermissions(one.resolve("ca-key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(refused(shell, "[pki-key-mode]", "--intermediate", "one=" + files(made, "one")))
                .contains("chmod 600");
        assertThat(shell.fail(
                        "ca",
                        "adopt",
                        "--root-cert",
                        one.resolve("cert-chain.pem").toString()))
                .contains("[pki-not-root]");
    }

    @Test
    void an_encrypted_root_key_is_opened_before_it_is_taken() throws Exception {
        IstioPki made = istio(KeyKind.EC);
        CaShell shell = CaShell.encrypted(folder);
        Path key = folder.resolve("encrypted.pem");
        OpenSsl.run(
                "pkcs8",
                "-topk8",
                "-in",
                made.file("root-key.pem"),
                "-passout",
                "pass:correct horse battery",
                "-out",
                key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        refused(
                shell,
                "[pki-passphrase-wrong]",
                "--root-key",
                key,
                "--passphrase-file",
                shell.passphrase("correct horse batery"));
        String right = shell.passphrase("correct horse battery");
        assertThat(shell.succeed(with(made.file("root-cert.pem"), "--root-key", key, "--passphrase-file", right))
                        .err())
                .contains("[pki-differs]", "tree/pki/root-cert.pem: warning")
                .doesNotContain("[pki-plain-root-key]");
        shell.succeed("ca", "issue", "--passphrase-file", right);
        shell.succeed("ca", "verify", "--passphrase-file", right);
        assertThat(shell.pki("private/root-key.pem")).hasSameTextualContentAs(key);
    }

    @Test
    void a_root_s_key_may_come_later_and_a_warning_says_if_it_should_be_encrypted() throws IOException {
        Company company = new Company(folder, KeyKind.EC);
        CaShell shell = CaShell.encrypted(folder);
        Path root = company.root("root");
        shell.succeed(with(root));
        assertThat(shell.pki("private/root-key.pem")).doesNotExist();

        assertThat(shell.succeed(with(root, "--root-key", company.key("root"))).err())
                .contains("warning: ", "[pki-plain-root-key]");

        assertThat(shell.pki("private/root-key.pem")).hasSameTextualContentAs(company.key("root"));
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void what_openssl_takes_out_of_a_pkcs12_file_is_adopted(KeyKind kind) throws Exception {
        IstioPki made = istio(kind);
        Path bundle = made.bundle("one");
        Path archive = folder.resolve("one.p12");
        Path chain = folder.resolve("one-chain.pem");
        Path key = folder.resolve("one-key.pem");
        OpenSsl.run(
                "pkcs12",
                "-export",
                "-in",
                bundle.resolve("cert-chain.pem"),
                "-inkey",
                bundle.resolve("ca-key.pem"),
                "-passout",
                "pass:secret",
                "-out",
                archive);
        OpenSsl.run("pkcs12", "-in", archive, "-passin", "pass:secret", "-nokeys", "-out", chain);
        OpenSsl.run("pkcs12", "-in", archive, "-passin", "pass:secret", "-nocerts", "-noenc", "-out", key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        CaShell shell = CaShell.in(folder);
        assertThat(shell.fail(with("--intermediate", "one=" + archive + "," + key)))
                .contains("contains no PEM block", "openssl pkcs12");
        shell.succeed(with("--intermediate", "one=" + chain + "," + key));
        assertThat(shell.pki("one/ca-cert.pem")).hasSameTextualContentAs(bundle.resolve("ca-cert.pem"));
        OpenSsl.verify(shell.pki("root-cert.pem"), shell.pki("one/cert-chain.pem"), shell.pki("one/ca-cert.pem"));
    }

    @Test
    void another_authority_in_use_is_not_overwritten() throws Exception {
        IstioPki made = istio(KeyKind.EC);
        CaShell shell = CaShell.issued(folder);
        Map<String, String> before = shell.snapshot();
        assertThat(shell.fail(with(made.file("root-cert.pem")))).contains("[pki-adopt-exists]", "rotate instead");
        assertThat(shell.snapshot()).isEqualTo(before);
    }

    @Test
    void wrong_usage_is_explained() throws IOException {
        CaShell shell = CaShell.in(folder);
        Run missing = shell.run("ca", "adopt");
        assertThat(missing.exit()).isEqualTo(64);
        assertThat(missing.err()).contains("Missing required option: '--root-cert=FILE'");
        Run malformed = shell.run("ca", "adopt", "--root-cert", "root.pem", "--intermediate", "one=cert.pem");
        assertThat(malformed.exit()).isEqualTo(64);
        assertThat(malformed.err()).contains("`one=cert.pem` isn't CLUSTER=CERT,KEY");
        assertThat(shell.fail("ca", "adopt", "--abandon")).contains("nothing to abandon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "=c.pem,k.pem", "one=,k.pem", "one=c.pem,", "one=c.pem", "one,c=k.pem", ""})
    void an_intermediate_is_a_name_and_two_files(String malformed) throws IOException {
        Run run = CaShell.in(folder).run("ca", "adopt", "--root-cert", "root.pem", "--intermediate", malformed);

        assertThat(run.exit()).isEqualTo(64);
        assertThat(run.err()).contains("`" + malformed + "` isn't CLUSTER=CERT,KEY");
    }

    @ParameterizedTest
    @CsvSource({"o=c|k, c, k", "one=a|b|k, 'a,b', k", "one=a=b|k, a=b, k"})
    void a_comma_and_an_equals_sign_may_be_in_the_certificate_s_name(String given, String certificate, String key) {
        CaAdoptCommand.Named.Files read = new CaAdoptCommand.Named().convert(given.replace('|', ','));

        assertThat(read.name()).isEqualTo(given.substring(0, given.indexOf('=')));
        assertThat(read.files().chain()).isEqualTo(Path.of(certificate));
        assertThat(read.files().key()).isEqualTo(Path.of(key));
    }

    @Test
    void an_adoption_that_was_interrupted_can_be_abandoned() throws IOException {
        CaShell shell = CaShell.issued(folder);
        Map<String, String> before = shell.snapshot();
        shell.leaveBegun("adopt");
        assertThat(shell.succeed("ca", "status").out()).contains("`meshgen ca adopt` was begun and isn't finished");
        assertThat(shell.run("ca", "adopt", "--abandon", "--root-cert", "root.pem")
                        .err())
                .contains("`--abandon` takes no files");

        assertThat(shell.succeed("ca", "adopt", "--abandon").out())
                .isEqualTo("The adoption is abandoned; nothing has changed.\n");

        assertThat(shell.snapshot()).isEqualTo(before);
    }

    private IstioPki istio(KeyKind kind) throws Exception {
        return IstioPki.in(Files.createDirectory(folder.resolve("certs")), kind, "one", "two");
    }

    private static String files(IstioPki made, String cluster) {
        return made.bundle(cluster).resolve("cert-chain.pem") + ","
                + made.bundle(cluster).resolve("ca-key.pem");
    }

    /** A certificate that may not sign, and its key. */
    private String leaf(Company company, IstioPki made) {
        company.authority("leaf", "other", 0);
        company.sign(folder.resolve("leaf.csr"), "other", "leaf", "basicConstraints=critical,CA:FALSE", 100);
        return company.certificate("leaf") + "," + company.key("leaf");
    }

    private String encrypted(Path bundle) throws IOException {
        Path key = folder.resolve("encrypted-ca-key.pem");
        OpenSsl.run("pkcs8", "-topk8", "-in", bundle.resolve("ca-key.pem"), "-passout", "pass:secret", "-out", key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return bundle.resolve("cert-chain.pem") + "," + key;
    }

    private String[] with(Object... more) {
        List<String> command = new ArrayList<>(List.of("ca", "adopt", "--root-cert"));
        if (more[0].toString().startsWith("--")) {
            command.add(folder.resolve("certs/root-cert.pem").toString());
        }
        for (Object each : more) {
            command.add(each.toString());
        }
        return command.toArray(String[]::new);
    }

    private String refused(CaShell shell, String message, Object... more) {
        String found = shell.fail(with(more));
        assertThat(found).contains(message);
        assertThat(shell.tree()).doesNotExist();
        return found;
    }

    private static void assertModes(CaShell shell) throws IOException {
        try (var files = Files.walk(shell.pki("private"))) {
            for (Path each : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as("%s", each)
                        .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
            }
        }
    }
}
