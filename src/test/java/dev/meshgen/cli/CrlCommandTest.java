package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshgen.pki.Company;
import dev.meshgen.pki.Company.KeyKind;
import dev.meshgen.pki.OpenSsl;
import dev.meshgen.testing.Meshgen.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Revocation lists, at a shell; openssl judges them. */
class CrlCommandTest {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN X509 CRL-----\n.*?-----END X509 CRL-----\n", Pattern.DOTALL);
    private static final List<String> ENDED =
            List.of("-crl_lastupdate", "20200101000000Z", "-crl_nextupdate", "20200201000000Z");
    private static final List<String> FILES = List.of("ca-crl.pem", "one/ca-crl.pem", "two/ca-crl.pem");

    @TempDir
    private Path folder;

    @BeforeEach
    void requireOpenSsl() {
        OpenSsl.assume();
    }

    private CaShell made() throws IOException {
        CaShell shell = CaShell.issued(folder);
        return shell;
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void a_former_intermediate_is_refused_and_every_other_certificate_accepted(KeyKind kind) throws IOException {
        CaShell shell = adopted(kind);
        Path former = keep(shell, "one/ca-cert.pem");
        shell.succeed("ca", "rotate", "intermediate", "one");
        assertThat(shell.pki("ca-crl.pem")).doesNotExist();

        String out = shell.succeed("ca", "crl", "--revoke", former.toString()).out();

        assertThat(out).contains("CN=Company root,O=Company: list 1, 1 revoked, until ", "L=one,", "CN=Company two");
        assertSound(shell, "1");
        for (String file : FILES) {
            assertThatThrownBy(() -> check(shell, shell.pki(file), former)).hasMessageContaining("certificate revoked");
        }
    }

    /** An authority with keys of this kind, which openssl makes sooner than Java. */
    private CaShell adopted(KeyKind kind) throws IOException {
        Company company = new Company(folder, kind);
        List<String> command = new ArrayList<>(List.of("ca", "adopt"));
        command.addAll(List.of("--root-cert", company.root("root").toString()));
        command.addAll(List.of("--root-key", company.key("root").toString()));
        for (String name : new String[] {"one", "two", "ingress"}) {
            command.addAll(List.of(
                    "--intermediate", name + "=" + company.authority(name, "root", 0) + "," + company.key(name)));
        }
        CaShell shell = CaShell.in(folder);
        shell.succeed(command.toArray(String[]::new));
        shell.succeed("ca", "issue");
        return shell;
    }

    @Test
    void the_next_list_has_the_next_number_and_what_the_last_one_had() throws IOException {
        CaShell shell = made();
        Path former = keep(shell, "two/ca-cert.pem");
        String serial = OpenSsl.run("x509", "-in", shell.pki("one/ca-cert.pem"), "-noout", "-serial")
                .strip()
                .substring("serial=".length());
        shell.succeed("ca", "rotate", "intermediate", "one");
        shell.succeed("ca", "rotate", "intermediate", "two");
        shell.succeed("ca", "crl", "--revoke", former.toString());
        shell.succeed("ca", "crl", "--revoke", serial, "--revoke", former.toString(), "--days", "7");

        assertThat(shell.succeed("ca", "crl").out()).contains("O=two-regions: list 3, 2 revoked");
        assertSound(shell, "3");
        assertThat(OpenSsl.run("crl", "-in", shell.pki("ca-crl.pem"), "-noout", "-text"))
                .contains("Serial Number: " + serial, "X509v3 Authority Key Identifier", "Version 2");
    }

    @Test
    void a_server_certificate_is_revoked_by_the_ingress_intermediate() throws IOException {
        CaShell shell = made();
        Path server = keep(shell, "applications/echoserver/tls.crt");

        assertThat(shell.succeed("ca", "crl", "--revoke", server.toString()).out())
                .containsPattern("L=ingress,.*: list 1, 1 revoked")
                .containsOnlyOnce(", 1 revoked");

        assertThatThrownBy(() -> OpenSsl.run(
                        "verify",
                        "-crl_check",
                        "-CAfile",
                        shell.pki("root-cert.pem"),
                        "-untrusted",
                        server,
                        "-CRLfile",
                        shell.pki("ca-crl.pem"),
                        server))
                .hasMessageContaining("certificate revoked");
    }

    @Test
    void what_is_in_use_and_revoked_is_a_warning_then_an_error() throws IOException {
        CaShell shell = made();

        assertThat(shell.succeed("ca", "crl", "--revoke", "one").err()).contains("warning", "[pki-revoked]", "L=one,");

        assertThat(shell.fail("ca", "verify")).contains("[pki-revoked]").doesNotContain("L=two,");
        shell.succeed("ca", "rotate", "intermediate", "one");
        shell.succeed("ca", "crl");
        shell.succeed("ca", "verify");
        assertSound(shell, "2");
    }

    @Test
    void a_new_authority_needs_a_list_and_the_former_one_keeps_its_own() throws IOException {
        CaShell shell = made();
        shell.succeed("ca", "crl");
        List<String> before = lists(shell);

        assertThat(shell.succeed("ca", "rotate", "intermediate", "one").err())
                .contains("warning", "[pki-crl-missing]", "L=one,");
        assertThat(shell.fail("ca", "verify")).contains("[pki-crl-missing]").doesNotContain("L=two,");
        shell.succeed("ca", "crl");

        shell.succeed("ca", "verify");
        assertSound(shell, "2");
        assertThat(lists(shell)).hasSize(before.size() + 1).contains(before.get(1));
    }

    @Test
    void each_step_of_a_root_rotation_has_lists() throws IOException {
        CaShell shell = CaShell.issued(folder);
        shell.succeed("ca", "crl");
        for (String step : new String[] {"trust-both", "new-intermediates", "new-only"}) {
            shell.succeed("ca", "rotate", "root", "--step", step);
            shell.succeed("ca", "crl");
            shell.succeed("ca", "verify");
            for (String name : new String[] {"one", "two"}) {
                check(shell, shell.pki("ca-crl.pem"), shell.pki(name + "/ca-cert.pem"));
            }
        }
    }

    @Test
    void lists_that_end_are_due_then_expired() throws IOException {
        CaShell shell = made();
        shell.succeed("ca", "crl", "--days", "20");
        String later = LocalDate.now(ZoneOffset.UTC).plusDays(21).toString();

        assertThat(shell.run("ca", "status", "--expires-in", "19d").exit()).isZero();
        assertThat(shell.run("ca", "status", "--expires-in", "21d").exit()).isEqualTo(2);
        assertThat(shell.run("ca", "status", "--expires-in", "21d").out()).contains("pki/ca-crl.pem  DUE");
        assertThat(shell.succeed("ca", "status", "-o", "json").out())
                .contains("\"revocationLists\": [{\"issuer\": \"CN=Root CA,O=two-regions\", \"number\": 1");
        assertThat(shell.fail("ca", "verify", "--as-of", later)).contains("[pki-crl-expired]");
        shell.succeed("ca", "verify");
    }

    @Test
    void a_copy_that_differs_is_an_error() throws IOException {
        CaShell shell = made();
        shell.succeed("ca", "crl");
        Files.writeString(shell.pki("two/ca-crl.pem"), lists(shell).get(0));
        Files.delete(shell.pki("one/ca-crl.pem"));

        assertThat(shell.fail("ca", "verify"))
                .contains("[pki-crl-mismatch]", "two/ca-crl.pem` differs from", "one/ca-crl.pem` is missing");

        shell.succeed("ca", "crl");
        shell.succeed("ca", "verify");
    }

    @Test
    void the_lists_of_a_company_are_given_since_their_keys_are_not_here() throws IOException {
        Company company = new Company(folder, KeyKind.EC);
        company.root("root");
        company.authority("policy", "root", 1);
        CaShell shell = CaShell.in(folder, "keyAlgorithm: ECDSA-P256, root: external");
        for (String name : new String[] {"one", "two", "ingress"}) {
            shell.succeed("ca", "request", name);
            Path answer = company.sign(shell.pki(name + "/ca-cert.csr"), "policy", "answer-" + name);
            shell.succeed("ca", "import", name, answer.toString());
        }
        shell.succeed("ca", "issue");
        assertThat(shell.fail("ca", "crl")).contains("[pki-issuer-key-missing]", "CN=Company root", "--list");
        Path root = list(company, "root");
        Path policy = list(company, "policy");

        Path ended = list(company, "policy", ENDED);

        assertThat(shell.fail("ca", "crl", "--list", root.toString())).contains("CN=Company policy");
        assertThat(shell.fail("ca", "crl", "--list", root.toString(), "--list", ended.toString()))
                .contains("[pki-issuer-key-missing]", "CN=Company policy");
        assertThat(shell.pki("ca-crl.pem")).doesNotExist();
        shell.succeed("ca", "crl", "--list", root.toString(), "--list", policy.toString());

        shell.succeed("ca", "verify");
        check(shell, shell.pki("one/ca-crl.pem"), shell.pki("one/ca-cert.pem"));
        shell.succeed("ca", "crl");
        assertThat(shell.fail("ca", "crl", "--revoke", "one")).contains("[pki-issuer-key-missing]", "that revokes");
    }

    @Test
    void a_former_authority_s_list_stays_until_it_ends() throws IOException {
        CaShell shell = made();
        shell.succeed("ca", "crl");
        Company former = new Company(folder, KeyKind.EC);
        former.root("former");
        String ended = Files.readString(list(former, "former", ENDED));
        String current = Files.readString(list(former, "former"));
        Files.writeString(shell.pki("ca-crl.pem"), ended + current, StandardOpenOption.APPEND);

        shell.succeed("ca", "crl");

        assertThat(lists(shell)).contains(current).doesNotContain(ended);
    }

    @Test
    void lists_last_from_a_day_to_ten_years_and_the_end_is_said() throws IOException {
        CaShell shell = made();
        for (String days : List.of("0", "3651")) {
            Run refused = shell.run("ca", "crl", "--days", days);
            assertThat(refused.exit()).as(days).isEqualTo(64);
            assertThat(refused.err()).contains("`--days` is a number from 1 to 3650");
        }
        assertThat(shell.pki("ca-crl.pem")).doesNotExist();

        for (String days : List.of("1", "3650")) {
            assertThat(shell.succeed("ca", "crl", "--days", days).out())
                    .containsPattern(": list \\d+, 0 revoked, until (\\S+)\n(?s:.*)crl` again before \\1: ");
        }
    }

    @Test
    void bad_input_changes_nothing() throws IOException {
        CaShell shell = made();
        shell.succeed("ca", "crl");
        Company company = new Company(folder, KeyKind.EC);
        company.root("other");
        Map<String, String> before = shell.snapshot();
        Path root = shell.pki("root-cert.pem");

        Map.of(
                        List.of("--revoke", "three"),
                        "[pki-unknown-name]",
                        List.of("--revoke", ""),
                        "[pki-unknown-name]",
                        List.of("--revoke", "\0"),
                        "[pki-unknown-name]",
                        List.of("--revoke", folder.toString()),
                        "[pki-not-a-file]",
                        List.of("--revoke", company.certificate("other").toString()),
                        "[pki-crl-foreign]",
                        List.of("--revoke", root.toString()),
                        "[pki-crl-foreign]",
                        List.of("--list", list(company, "other").toString()),
                        "[pki-crl-foreign]",
                        List.of("--list", root.toString()),
                        "[pki-malformed]",
                        List.of("--list", "nowhere"),
                        "nowhere")
                .forEach((arguments, message) -> assertThat(shell.fail("ca", "crl", arguments.get(0), arguments.get(1)))
                        .contains(message));
        assertThat(shell.fail("ca", "crl", "--abandon")).contains("No revocation list is unfinished");
        assertThat(shell.snapshot()).isEqualTo(before);
    }

    @Test
    void a_damaged_file_is_named_and_stays() throws IOException {
        CaShell shell = made();
        shell.succeed("ca", "crl");
        String whole = Files.readString(shell.pki("ca-crl.pem"));
        Map.of(
                        whole.substring(0, 300),
                        "[pki-truncated]",
                        whole.replace("X509 CRL", "CERTIFICATE"),
                        "[pki-malformed]",
                        Files.readString(shell.pki("private/one/ca-key.pem")),
                        "[pki-key-in-public-file]",
                        "",
                        "[pki-malformed]")
                .forEach((text, message) -> {
                    write(shell.pki("ca-crl.pem"), text);
                    assertThat(shell.fail("ca", "crl")).contains(message, "ca-crl.pem");
                    assertThat(shell.fail("ca", "verify")).contains(message, "ca-crl.pem");
                    assertThat(shell.pki("ca-crl.pem")).hasContent(text);
                });
    }

    @Test
    void authorities_of_istio_s_tool_may_not_sign_lists() throws Exception {
        IstioPki pki = IstioPki.in(Files.createDirectory(folder.resolve("certs")), KeyKind.EC, "one");
        CaShell shell = CaShell.in(folder);
        shell.succeed(
                "ca",
                "adopt",
                "--root-cert",
                pki.file("root-cert.pem").toString(),
                "--root-key",
                pki.file("root-key.pem").toString(),
                "--intermediate",
                "one=" + pki.bundle("one").resolve("cert-chain.pem") + ","
                        + pki.bundle("one").resolve("ca-key.pem"));

        assertThat(shell.fail("ca", "crl")).contains("[pki-crl-sign]", "CN=Root CA", "meshgen ca rotate root --status");
        assertThat(shell.pki("ca-crl.pem")).doesNotExist();
    }

    @Test
    void an_encrypted_root_s_key_needs_its_passphrase() throws IOException {
        CaShell shell = CaShell.encrypted(folder);
        String passphrase = shell.passphrase("correct horse battery");
        shell.succeed("ca", "issue", "--passphrase-file", passphrase);

        assertThat(shell.fail("ca", "crl", "--passphrase-file", shell.passphrase("wrong horse battery")))
                .contains("[pki-passphrase-wrong]");
        assertThat(shell.pki("ca-crl.pem")).doesNotExist();
        shell.succeed("ca", "crl", "--passphrase-file", passphrase);
        assertSound(shell, "1");
    }

    @Test
    void there_is_nothing_to_revoke_without_an_authority() throws IOException {
        assertThat(CaShell.in(folder).fail("ca", "crl")).contains("[pki-certificate-missing]");
    }

    @Test
    void a_cluster_that_is_gone_leaves_its_copy_to_prune() throws IOException {
        CaShell shell = made();
        shell.succeed("ca", "crl");
        Files.createDirectory(shell.pki("three"));
        for (String name : new String[] {"ca-cert.pem", "ca-crl.pem"}) {
            Files.copy(shell.pki("two/" + name), shell.pki("three/" + name));
        }

        assertThat(shell.succeed("ca", "prune").out()).contains("three/ca-crl.pem");
        assertThat(shell.pki("three")).doesNotExist();
        assertThat(shell.pki("ca-crl.pem")).exists();
    }

    @Test
    void a_bundle_with_a_list_is_verified_with_it() throws IOException {
        CaShell shell = made();
        shell.succeed("ca", "crl");
        Path bundle = Files.createDirectory(folder.resolve("bundle"));
        for (String name : new String[] {"ca-cert.pem", "cert-chain.pem", "root-cert.pem", "ca-crl.pem"}) {
            Files.copy(shell.pki("one/" + name), bundle.resolve(name));
        }
        Files.copy(
                shell.pki("private/one/ca-key.pem"), bundle.resolve("ca-key.pem"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.setPosixFilePermissions(bundle, Files.getPosixFilePermissions(shell.pki("private")));
        shell.succeed("ca", "verify", "--bundle", bundle.toString());

        write(bundle.resolve("ca-crl.pem"), lists(shell).get(0));
        assertThat(shell.fail("ca", "verify", "--bundle", bundle.toString())).contains("[pki-crl-missing]", "L=one,");
    }

    private Path keep(CaShell shell, String certificate) throws IOException {
        return Files.copy(shell.pki(certificate), folder.resolve("kept.pem"));
    }

    private static List<String> lists(CaShell shell) throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(shell.pki("ca-crl.pem")));
        List<String> found = new ArrayList<>();
        while (block.find()) {
            found.add(block.group());
        }
        return found;
    }

    /**
     * Every authority has signed a list with its root's number, and every intermediate is accepted.
     */
    private void assertSound(CaShell shell, String number) throws IOException {
        shell.succeed("ca", "verify");
        List<String> lists = lists(shell);
        assertThat(lists).hasSizeGreaterThanOrEqualTo(4);
        for (String name :
                new String[] {"root-cert.pem", "one/ca-cert.pem", "two/ca-cert.pem", "ingress/ca-cert.pem"}) {
            assertThat(lists.stream().filter(list -> isSigned(list, shell.pki(name))))
                    .as(name)
                    .hasSize(1);
        }
        Path first = write(folder.resolve("first"), lists.get(0));
        assertThat(OpenSsl.run("crl", "-in", first, "-noout", "-crlnumber")).contains("0x0" + number + "\n");
        for (String file : FILES) {
            for (String name : new String[] {"one", "two", "ingress"}) {
                check(shell, shell.pki(file), shell.pki(name + "/ca-cert.pem"));
            }
        }
    }

    private boolean isSigned(String list, Path authority) {
        Path file = write(folder.resolve("list"), list);
        try {
            return OpenSsl.run("crl", "-in", file, "-noout", "-verify", "-CAfile", authority)
                    .contains("verify OK");
        } catch (AssertionError e) {
            assertThat(e).hasMessageContaining("Error getting CRL issuer certificate");
            return false;
        }
    }

    private static void check(CaShell shell, Path lists, Path certificate) {
        OpenSsl.run(
                "verify",
                "-x509_strict",
                "-crl_check_all",
                "-CRLfile",
                lists,
                "-CAfile",
                shell.pki("root-cert.pem"),
                "-untrusted",
                shell.pki("one/cert-chain.pem"),
                certificate);
    }

    /** A list as openssl makes it. */
    private Path list(Company company, String name) throws IOException {
        return list(company, name, List.of("-crldays", "30"));
    }

    private Path list(Company company, String name, List<String> validity) throws IOException {
        Files.writeString(folder.resolve("index"), "");
        Path config = Files.writeString(
                folder.resolve("ca.conf"),
                "[ca]\ndefault_ca = own\n[own]\ndatabase = " + folder.resolve("index")
                        + "\ndefault_md = sha256\ncrl_extensions = list\n[list]\nauthorityKeyIdentifier = keyid\n");
        Path file = folder.resolve(name + validity.hashCode() + ".crl");
        List<Object> command = new ArrayList<>(List.of("ca", "-gencrl", "-config", config));
        command.addAll(validity);
        command.addAll(List.of("-cert", company.certificate(name), "-keyfile", company.key(name), "-out", file));
        OpenSsl.run(command.toArray());
        return file;
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
