package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.Company;
import dev.meshgen.pki.Company.KeyKind;
import dev.meshgen.pki.OpenSsl;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.RequiredTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates that a company's authority signs, at a shell. */
class CompanyAuthorityTest {
    private static final String EXTERNAL = "keyAlgorithm: ECDSA-P256, root: external";

    @TempDir
    private Path folder;

    @BeforeEach
    void requireOpenSsl() {
        OpenSsl.assume();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void a_root_signs_what_was_requested(KeyKind kind) throws IOException {
        CaShell shell = CaShell.in(folder);
        Company company = new Company(folder, kind);
        company.root("root");
        answer(shell, company, "root");
        shell.succeed("generate");
        shell.succeed("ca", "verify");
        shell.assertChains();
        assertThat(shell.pki("private/root-key.pem")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void every_chain_has_the_issuing_authorities(KeyKind kind) throws Exception {
        CaShell shell = CaShell.in(folder);
        Company company = new Company(folder, kind);
        company.root("root");
        company.authority("policy", "root", 2);
        company.authority("issuing", "policy", 1);
        answer(shell, company, "issuing");
        Run issued = shell.succeed("ca", "issue");
        assertThat(issued.out()).contains("The certificates are complete.");
        shell.succeed("ca", "verify");
        shell.assertChains();
        assertThat(subjects("applications/echoserver/tls.crt", shell))
                .containsExactly("Intermediate CA", "Company issuing", "Company policy");
        assertThat(subjects("one/cert-chain.pem", shell))
                .containsExactly("Intermediate CA", "Company issuing", "Company policy", "Company root");
        shell.succeed("generate");
        assertStep02(shell);
    }

    /** As {@code scripts/up.sh} does before it stores anything. */
    private static void assertStep02(CaShell shell) throws Exception {
        RequiredTool.assumeOrFail("jq");
        Path script = shell.tree().resolve("scripts/02-check-certificates.sh");
        Process step = new ProcessBuilder("bash", script.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(step.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(step.waitFor()).as(printed).isZero();
        assertThat(printed).contains("chain to the root, and their keys match");
    }

    @Test
    void a_missing_chain_comes_back_from_the_other_chains() throws IOException {
        CaShell shell = CaShell.in(folder);
        Company company = new Company(folder, KeyKind.EC);
        company.root("root");
        company.authority("issuing", "root", 1);
        answer(shell, company, "issuing");
        shell.succeed("ca", "issue");
        byte[] chain = Files.readAllBytes(shell.pki("two/cert-chain.pem"));
        Files.delete(shell.pki("two/cert-chain.pem"));
        assertThat(shell.fail("ca", "verify")).contains("makes the file from the certificate's other files");
        shell.succeed("generate");
        assertThat(shell.pki("two/cert-chain.pem")).hasBinaryContent(chain);

        Files.delete(shell.pki("one/cert-chain.pem"));
        Files.delete(shell.pki("two/cert-chain.pem"));
        Files.delete(shell.pki("ingress/cert-chain.pem"));
        Files.delete(shell.pki("applications/echoserver/tls.crt"));
        assertThat(shell.fail("ca", "issue"))
                .contains("no file of the tree has the issuer of", "Restore it from version control.");
        assertThat(shell.pki("applications/echoserver/tls.crt")).doesNotExist();
    }

    @Test
    void while_a_request_waits_everything_else_is_generated() throws IOException {
        CaShell shell = CaShell.in(folder);
        Company company = new Company(folder, KeyKind.EC);
        company.root("root");
        shell.succeed("ca", "request", "one");
        Run first = shell.succeed("generate");
        assertThat(first.err())
                .contains("[pki-request-pending]", "pki/one/ca-cert.csr` of cluster `one` waits")
                .contains("Run `meshgen ca request two`")
                .endsWith("The tree was written.\n");
        assertThat(shell.tree().resolve("README.md")).exists();
        assertThat(shell.pki("root-cert.pem")).doesNotExist();
        assertThat(shell.succeed("ca", "issue").out()).isEqualTo("""
                0 made (+), 0 kept (=).
                The other certificates wait. Commit these; the private keys stay out of git.
                """);
        answer(shell, company, "root");
        Run last = shell.succeed("generate");
        assertThat(last.err()).isEmpty();
        shell.succeed("ca", "verify");
    }

    @Test
    void a_request_that_waits_keeps_nothing_else_from_being_made() throws IOException {
        CaShell shell = CaShell.in(folder);
        shell.succeed("ca", "init");
        shell.succeed("ca", "request", "ingress");
        Run run = shell.succeed("generate");
        assertThat(run.err()).contains("application `echoserver` isn't made: what signs it isn't there yet");
        assertThat(shell.pki("two/cert-chain.pem")).exists();
        assertThat(shell.pki("applications")).doesNotExist();
        shell.succeed("ca", "request", "ingress", "--abandon");
        assertThat(shell.pki("ingress")).isEmptyDirectory();
        assertThat(shell.pki("private/ingress/ca-key.pem")).doesNotExist();
        assertThat(shell.succeed("generate").err()).isEmpty();
        shell.succeed("ca", "verify");
        assertThat(shell.fail("ca", "request", "ingress", "--abandon")).contains("[pki-request-missing]");
    }

    @Test
    void a_successor_that_was_requested_can_be_abandoned() throws IOException {
        CaShell shell = CaShell.issued(folder);
        var before = shell.snapshot();
        shell.succeed("ca", "request", "one");
        assertThat(shell.fail("ca", "rotate", "intermediate", "two"))
                .contains("[pki-step-unfinished]", "meshgen ca request one --abandon");
        assertThat(shell.succeed("ca", "status").out())
                .contains("`meshgen ca import one FILE` was begun and isn't finished");
        assertThat(shell.succeed("generate").err())
                .contains("pki/staged/one/ca-cert.csr` for the next certificate of cluster `one` waits")
                .contains("run `meshgen ca request one --abandon`.")
                .endsWith("The tree was written.\n");
        shell.succeed("ca", "request", "one", "--abandon");
        assertThat(shell.snapshot()).isEqualTo(before);
        assertThat(shell.succeed("generate").err()).isEmpty();
    }

    @Test
    void what_a_killed_abandonment_has_left_is_removed_by_the_next() throws IOException {
        CaShell shell = CaShell.issued(folder);
        var before = shell.snapshot();
        shell.succeed("ca", "request", "one");
        Files.delete(shell.pki("staged/one/ca-cert.csr"));
        Files.delete(shell.pki("private/staged/one/ca-key.pem"));
        assertThat(shell.succeed("ca", "status").out()).contains("isn't finished");

        shell.succeed("ca", "request", "one", "--abandon");

        assertThat(shell.snapshot()).isEqualTo(before);
        assertThat(shell.pki("private/staged")).doesNotExist();
        assertThat(shell.fail("ca", "request", "one", "--abandon")).contains("[pki-request-missing]");
    }

    @Test
    void a_request_that_a_merge_brings_beside_its_certificate_is_named() throws IOException {
        CaShell shell = CaShell.in(folder);
        shell.succeed("ca", "init");
        shell.succeed("ca", "request", "one");
        byte[] request = Files.readAllBytes(shell.pki("one/ca-cert.csr"));
        shell.succeed("ca", "request", "one", "--abandon");
        shell.succeed("generate");
        Files.write(shell.pki("one/ca-cert.csr"), request);
        assertThat(shell.succeed("generate").err())
                .contains("pki/one/ca-cert.csr` has no use: cluster `one` has its certificate", "Delete the file");
        Files.delete(shell.pki("one/ca-cert.csr"));
        assertThat(shell.succeed("generate").err()).isEmpty();
    }

    @Test
    void a_first_answer_without_its_root_says_what_to_append() throws IOException {
        CaShell shell = CaShell.in(folder);
        Company company = new Company(folder, KeyKind.EC);
        company.root("root");
        shell.succeed("ca", "request", "one");
        company.sign(shell.pki("one/ca-cert.csr"), "root", "one");
        Path alone = folder.resolve("one.first.pem");
        assertThat(shell.fail("ca", "import", "one", alone.toString()))
                .contains("contains no root, and the tree doesn't have one yet", "`cat root.pem >> ");
        assertThat(shell.pki("root-cert.pem")).doesNotExist();
    }

    @Test
    void an_answer_of_another_root_names_both() throws IOException {
        CaShell shell = CaShell.in(folder);
        Company company = new Company(folder, KeyKind.EC);
        company.root("root");
        company.root("other");
        answer(shell, company, "root");
        shell.succeed("ca", "request", "one");
        Path signed = company.sign(shell.pki("staged/one/ca-cert.csr"), "other", "again");
        assertThat(shell.fail("ca", "import", "one", signed.toString()))
                .contains("was signed by `CN=Company other,O=Company`, and a root is `CN=Company root,O=Company`");
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void what_istios_own_tool_has_made_is_used_with_a_warning(KeyKind kind) throws Exception {
        IstioPki made = IstioPki.in(Files.createDirectory(folder.resolve("certs")), kind, "one", "two");
        CaShell shell = CaShell.in(folder);
        made.copyTo(shell);
        Run run = shell.succeed("generate");
        assertThat(run.err())
                .contains("warning: `L=one,CN=Intermediate CA,O=Istio` in `")
                .contains("[pki-outlives-issuer]");
        assertThat(run.err()).contains("[pki-differs]");
        assertThat(shell.succeed("ca", "verify").err())
                .contains("[pki-outlives-issuer]")
                .doesNotContain("error:");
        shell.succeed("ca", "verify", "--bundle", made.bundle("one").toString());
        shell.assertChains("ingress");
        // What meshgen signs under that root ends with it at the latest.
        assertThat(end(shell.pki("ingress/ca-cert.pem"))).isBeforeOrEqualTo(end(shell.pki("root-cert.pem")));
    }

    private static Instant end(Path certificate) throws Exception {
        return CaShell.certificate(certificate).getNotAfter().toInstant();
    }

    @Test
    void a_root_that_the_specification_puts_elsewhere_is_never_made_here() throws IOException {
        CaShell shell = CaShell.in(folder, EXTERNAL);
        Company company = new Company(folder, KeyKind.EC);
        company.root("root");
        Run first = shell.succeed("generate", "--passphrase-file", shell.passphrase("correct horse battery"));
        assertThat(first.err())
                .contains("cluster `one` isn't made: its root is kept elsewhere", "Run `meshgen ca request one`");
        assertThat(shell.fail("ca", "init")).contains("[pki-external-root]");
        assertThat(shell.fail("ca", "rotate", "root", "--step", "trust-both")).contains("[pki-external-root]");
        shell.succeed("ca", "issue", "--plain-root-key");
        assertThat(shell.fail("ca", "verify")).contains("Run `meshgen ca request two`");
        assertThat(shell.pki("root-cert.pem")).doesNotExist();
        assertThat(shell.pki("private/root-key.pem")).doesNotExist();

        shell.succeed("ca", "request", "one");
        Path signed = company.sign(shell.pki("one/ca-cert.csr"), "root", "signed");
        assertThat(shell.succeed("ca", "import", "one", signed.toString()).out())
                .endsWith("Still to be imported: two, ingress.\n");
        // The root is here now, and the other certificates still wait.
        assertThat(shell.succeed("generate").err()).contains("cluster `two` isn't made");
        answer(shell, company, "root");
        shell.succeed("generate");
        shell.succeed("ca", "verify");
        shell.assertChains();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void a_rotation_leads_from_a_root_of_its_own_to_a_companys(KeyKind kind) throws IOException {
        CaShell shell = CaShell.issued(folder);
        Company company = new Company(folder, kind);
        String root = company.root("root").toString();
        company.authority("issuing", "root", 1);
        assertThat(shell.fail("ca", "import", "root", root)).contains("[pki-external-root]", "Set `root: external`");
        shell = CaShell.in(folder, EXTERNAL);
        Map<String, String> before = shell.snapshot();
        assertThat(shell.fail("ca", "rotate", "root", "--step", "trust-both")).contains("meshgen ca import root FILE");
        assertThat(shell.fail("ca", "request", "root")).contains("Run `meshgen ca import root FILE`");
        assertThat(shell.fail(
                        "ca", "import", "root", company.certificate("issuing").toString()))
                .contains("[pki-not-root]", "has 2 certificates");
        assertThat(shell.snapshot()).isEqualTo(before);

        assertThat(shell.succeed("ca", "import", "root", root).out()).contains("CN=Company root,O=Company");
        shell.succeed("ca", "verify");
        shell.assertChains();
        assertThat(shell.fail("ca", "rotate", "root", "--step", "new-intermediates"))
                .contains("[pki-request-pending]", "Run `meshgen ca request root`");
        shell.succeed("ca", "request", "root");
        shell.succeed("ca", "request", "root", "--abandon");
        shell.succeed("ca", "request", "root");
        assertThat(shell.succeed("generate").err())
                .contains(
                        "next certificate of cluster `two` waits", "next certificate of the ingress intermediate waits")
                .contains("to call all requests off, run `meshgen ca request root --abandon`");
        answerStaged(shell, company);
        assertThat(shell.succeed("generate").err()).isEmpty();
        shell.succeed("ca", "rotate", "root", "--step", "new-intermediates");
        shell.succeed("ca", "verify");
        shell.assertChains();
        shell.succeed("ca", "rotate", "root", "--step", "new-only");
        shell.succeed("ca", "verify");
        shell.assertChains();
        assertThat(shell.pki("root-cert.pem")).hasSameTextualContentAs(company.certificate("root"));
        assertThat(shell.pki("private/root-key.pem")).doesNotExist();
        assertThat(shell.pki("private/retired/1-root-key.pem")).exists();
        assertThat(shell.succeed("generate").err()).isEmpty();
    }

    @Test
    void a_rotation_to_a_companys_root_can_be_abandoned() throws IOException {
        CaShell shell = CaShell.issued(folder);
        shell = CaShell.in(folder, EXTERNAL);
        Map<String, String> before = shell.snapshot();
        Company company = new Company(folder, KeyKind.EC);
        shell.succeed("ca", "import", "root", company.root("root").toString());
        shell.succeed("ca", "request", "root");
        shell.succeed("ca", "rotate", "root", "--abandon");
        Map<String, String> after = shell.snapshot();
        after.remove("rotation.json");
        assertThat(after).isEqualTo(before);
        shell.succeed("ca", "verify");
    }

    private static void answerStaged(CaShell shell, Company company) {
        Path wrong = company.sign(shell.pki("staged/one/ca-cert.csr"), "issuing", "for-another");
        assertThat(shell.fail("ca", "import", "two", wrong.toString())).contains("[pki-key-mismatch]");
        for (String name : new String[] {"one", "two", "ingress"}) {
            assertThat(shell.fail("ca", "rotate", "root", "--step", "new-intermediates"))
                    .contains("not every intermediate has been imported");
            Path signed = company.sign(shell.pki("staged/" + name + "/ca-cert.csr"), "issuing", "signed-" + name);
            shell.succeed("ca", "import", name, signed.toString());
        }
    }

    private void answer(CaShell shell, Company company, String issuer) {
        for (String name : new String[] {"one", "two", "ingress"}) {
            if (Files.exists(shell.pki(name + "/ca-cert.pem"))) {
                continue;
            }
            shell.succeed("ca", "request", name);
            Path signed = company.sign(shell.pki(name + "/ca-cert.csr"), issuer, "signed-" + name);
            shell.succeed("ca", "import", name, signed.toString());
        }
    }

    /** The common names of a file's certificates, where they have one and it is an authority's. */
    private static List<String> subjects(String file, CaShell shell) throws Exception {
        try (InputStream pem = Files.newInputStream(shell.pki(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .filter(certificate -> certificate.getBasicConstraints() >= 0)
                    .map(certificate -> certificate.getSubjectX500Principal().getName())
                    .map(name -> name.replaceFirst(".*CN=", "").replaceFirst(",.*", ""))
                    .toList();
        }
    }
}
