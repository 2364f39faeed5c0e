package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.files.PassphraseSource;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.plan.CertificatePlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuanceTest {
    @TempDir
    Path folder;

    @Test
    void makes_the_files_that_istio_and_the_gateway_need() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        List<String> made = tree.made(PkiTree.plan("one", "two"));
        assertThat(made)
                .containsExactly(
                        "pki/applications/echo/tls.crt",
                        "pki/ingress/ca-cert.pem",
                        "pki/ingress/cert-chain.pem",
                        "pki/one/ca-cert.pem",
                        "pki/one/cert-chain.pem",
                        "pki/one/root-cert.pem",
                        "pki/root-cert.pem",
                        "pki/two/ca-cert.pem",
                        "pki/two/cert-chain.pem",
                        "pki/two/root-cert.pem");
        assertThat(made).allSatisfy(file -> assertThat(tree.file(file)).exists());
        assertThat(tree.file("pki/private/root-key.pem")).exists();
        assertThat(tree.file("pki/private/one/ca-key.pem")).exists();
        assertThat(tree.file("pki/private/ingress/ca-key.pem")).exists();
        assertThat(tree.file("pki/private/applications/echo/tls.key")).exists();
        tree.assertModes();
    }

    @Test
    void each_key_is_told_when_it_is_there_with_its_number() {
        List<String> told = new ArrayList<>();
        PkiEnvironment silent = PkiTree.in(folder).environment();
        KeyProgress progress = (file, done, total) -> {
            assertThat(file).exists();
            told.add(done + " of " + total);
        };
        PkiTree tree = new PkiTree(
                folder,
                new PkiEnvironment(silent.folders(), silent.clock(), silent.random(), silent.passphrases(), progress));

        tree.made(PkiTree.plan("one"));

        assertThat(told).containsExactly("1 of 4", "2 of 4", "3 of 4", "4 of 4");
    }

    @Test
    void openssl_accepts_every_chain_of_each_algorithm() throws IOException {
        OpenSsl.assume();
        for (KeyAlgorithm algorithm : List.of(KeyAlgorithm.ECDSA_P256, KeyAlgorithm.ECDSA_P384)) {
            PkiTree tree = PkiTree.in(folder.resolve(algorithm.toString()));
            tree.made(PkiTree.plan(algorithm, "one", "two"));
            assertChains(tree);
        }
    }

    @Test
    void openssl_accepts_every_rsa_chain() throws IOException {
        OpenSsl.assume();
        PkiTree tree = PkiTree.in(folder);
        // Two keys are enough, since each takes seconds.
        CertificatePlan plan = PkiTree.plan(KeyAlgorithm.RSA_4096, "one");
        tree.made(new CertificatePlan(plan.certificates().subList(0, 2), plan.rootKey()));
        OpenSsl.verify(
                tree.file("pki/one/root-cert.pem"),
                tree.file("pki/one/cert-chain.pem"),
                tree.file("pki/one/ca-cert.pem"));
        assertThat(OpenSsl.text(tree.file("pki/one/ca-cert.pem")))
                .contains("Public-Key: (4096 bit)")
                .contains("sha256WithRSAEncryption")
                .contains("Digital Signature, Non Repudiation, Key Encipherment, Certificate Sign, CRL Sign");
        assertThat(OpenSsl.run("rsa", "-in", tree.file("pki/private/one/ca-key.pem"), "-check", "-noout"))
                .contains("RSA key ok");
    }

    private static void assertChains(PkiTree tree) throws IOException {
        Path root = tree.file("pki/root-cert.pem");
        for (String name : List.of("one", "two", "ingress")) {
            OpenSsl.verify(
                    root, tree.file("pki/" + name + "/cert-chain.pem"), tree.file("pki/" + name + "/ca-cert.pem"));
        }
        Path server = tree.file("pki/applications/echo/tls.crt");
        OpenSsl.run(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "echo.example",
                "-CAfile",
                root,
                "-untrusted",
                server,
                server);
        assertThat(Files.readString(server).split("BEGIN CERTIFICATE")).hasSize(3);
    }

    @Test
    void openssl_shows_what_the_specification_asked_for() {
        OpenSsl.assume();
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiTree.plan("one"));
        assertThat(OpenSsl.text(tree.file("pki/root-cert.pem")))
                .contains("Subject: O = contoso, CN = Root CA")
                .contains("CA:TRUE\n")
                .contains("ecdsa-with-SHA256");
        assertThat(OpenSsl.text(tree.file("pki/one/ca-cert.pem")))
                .contains("Subject: O = contoso, CN = Intermediate CA, L = one")
                .contains("CA:TRUE, pathlen:0")
                .contains("Digital Signature, Non Repudiation, Certificate Sign, CRL Sign")
                .contains("DNS:istiod.istio-system.svc, DNS:istiod-1-31-0.istio-system.svc")
                .contains("X509v3 Authority Key Identifier")
                .contains("X509v3 Subject Key Identifier");
        assertThat(OpenSsl.text(tree.file("pki/applications/echo/tls.crt")))
                .contains("Subject: O = contoso, CN = echo.example")
                .contains("Issuer: O = contoso, CN = Intermediate CA, L = ingress")
                .contains("TLS Web Server Authentication")
                .contains("DNS:echo.example")
                .contains("CA:FALSE");
    }

    @Test
    void a_second_run_changes_no_byte() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiTree.plan("one", "two"));
        Map<String, String> before = tree.snapshot();
        tree.made(PkiTree.plan("one", "two"));
        assertThat(tree.snapshot()).isEqualTo(before);
    }

    @Test
    void a_new_cluster_adds_its_files_and_touches_no_other() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiTree.plan("one"));
        Map<String, String> before = tree.snapshot();
        tree.made(PkiTree.plan("one", "two"));
        assertThat(tree.snapshot()).containsAllEntriesOf(before).containsKey("pki/two/cert-chain.pem");
    }

    @Test
    void a_clone_without_keys_is_fine() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiTree.plan("one"));
        try (var all = Files.walk(tree.file("pki/private"))) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        assertThat(tree.made(PkiTree.plan("one"))).hasSize(7);
        assertThat(tree.file("pki/private")).doesNotExist();
    }

    @Test
    void a_new_cluster_in_a_clone_says_which_key_it_needs_and_makes_none() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiTree.plan("one"));
        Files.delete(tree.file("pki/private/root-key.pem"));
        var outcome = tree.ensure(PkiTree.plan("one", "two"));
        assertThat(PkiTree.rules(outcome)).containsExactly("pki-issuer-key-missing");
        assertThat(outcome.diagnostics().get(0).message())
                .contains("pki/private/root-key.pem")
                .contains("cluster `two`");
        assertThat(tree.file("pki/private/two")).doesNotExist();
    }

    @Test
    void a_key_that_a_killed_run_has_left_is_used() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiTree.plan("one"));
        byte[] key = Files.readAllBytes(tree.file("pki/private/one/ca-key.pem"));
        Files.delete(tree.file("pki/one/ca-cert.pem"));
        Files.delete(tree.file("pki/one/cert-chain.pem"));
        tree.made(PkiTree.plan("one"));
        assertThat(tree.file("pki/private/one/ca-key.pem")).hasBinaryContent(key);
        PkiTree.value(tree.authority(PkiTree.plan("one")).verify());
    }

    @Test
    void an_authority_that_is_lost_is_not_made_anew_while_its_certificates_exist() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiTree.plan("one"));
        Files.delete(tree.file("pki/root-cert.pem"));
        assertThat(PkiTree.rules(tree.ensure(PkiTree.plan("one")))).containsExactly("pki-certificate-missing");
        assertThat(tree.file("pki/root-cert.pem")).doesNotExist();
    }

    @Test
    void nothing_outlives_its_issuer() throws Exception {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiTree.plan("one"));
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(3600)), ZoneOffset.UTC);
        PkiTree then = PkiTree.in(folder, later, PassphraseSource.none());
        then.ensure(PkiTree.plan("one", "two"));
        Path pki = tree.file("pki");
        X509Certificate root = PkiTree.value(new PublicFiles(pki).certificates(pki.resolve("root-cert.pem")))
                .get(0);
        X509Certificate two = PkiTree.value(new PublicFiles(pki).certificates(pki.resolve("two/ca-cert.pem")))
                .get(0);
        assertThat(two.getNotAfter()).isEqualTo(root.getNotAfter());
        assertThat(two.getSerialNumber().signum()).isPositive();
        assertThat(two.getSerialNumber().bitLength()).isBetween(64, 128);
    }

    @Test
    void the_root_key_is_encrypted_so_that_openssl_opens_it_with_the_passphrase() throws IOException {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiTree.encrypted(PkiTree.plan("one")));
        Path key = tree.file("pki/private/root-key.pem");
        assertThat(key).content().startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        tree.made(PkiTree.encrypted(PkiTree.plan("one", "two")));
        OpenSsl.assume();
        OpenSsl.run("pkey", "-in", key, "-passin", "pass:correct horse battery", "-noout");
        assertThat(OpenSsl.run("asn1parse", "-in", key))
                .contains("PBES2")
                .contains("hmacWithSHA256")
                .contains("aes-256-cbc");
    }

    @Test
    void a_root_key_in_the_clear_is_warned_about_when_it_is_made() {
        PkiTree tree = PkiTree.in(folder);
        assertThat(PkiTree.rules(tree.ensure(PkiTree.plan("one")))).containsExactly("pki-plain-root-key");
        assertThat(PkiTree.rules(tree.ensure(PkiTree.plan("one")))).isEmpty();
        assertThat(PkiTree.rules(
                        tree.authority(PkiTree.encrypted(PkiTree.plan("one"))).verify()))
                .containsExactly("pki-plain-root-key");
    }

    @Test
    void no_private_key_is_anywhere_else() throws Exception {
        List<String> heard = new ArrayList<>();
        PkiTree plain = PkiTree.in(folder);
        PkiEnvironment environment = new PkiEnvironment(
                plain.environment().folders(),
                Clock.systemUTC(),
                plain.environment().random(),
                (file, fresh) -> Optional.of(PkiTree.PASSPHRASE),
                (file, done, total) -> heard.add(file + " " + done + "/" + total));
        PkiTree tree = new PkiTree(folder, environment);
        CertificatePlan plan = PkiTree.plan("one", "two");
        heard.add(tree.ensure(plan).toString());
        heard.add(tree.authority(plan).verify().toString());
        heard.add(environment.toString());
        heard.add(PkiTree.PASSPHRASE.toString());
        heard.add(environment
                .keyFiles()
                .read(tree.file("pki/private/one/ca-key.pem"))
                .toString());
        assertThat(heard).anyMatch(line -> line.endsWith("5/5"));
        for (String name : List.of("root-key.pem", "one/ca-key.pem", "two/ca-key.pem", "applications/echo/tls.key")) {
            assertSecret(tree, tree.file("pki/private/" + name), String.join("\n", heard));
        }
        assertThat(heard.toString()).doesNotContain("correct horse");
    }

    private static void assertSecret(PkiTree tree, Path key, String heard) throws IOException {
        String base64 = Files.readString(key).replaceAll("-----[^-]+-----", "").replaceAll("\\s", "");
        byte[] der = Base64.getDecoder().decode(base64);
        // The last third of a P-256 key in PKCS#8 is the secret itself.
        byte[] secret = java.util.Arrays.copyOfRange(der, der.length - 24, der.length);
        String raw = new String(secret, StandardCharsets.ISO_8859_1);
        String hex = java.util.HexFormat.of().formatHex(secret);
        for (Path file : tree.files()) {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (!file.equals(key)) {
                assertThat(content.replaceAll("\\s", "")).doesNotContain(base64.substring(base64.length() - 40));
                assertThat(content).doesNotContain(raw).doesNotContain(hex);
            }
        }
        assertThat(heard.replaceAll("\\s", ""))
                .doesNotContain(base64.substring(base64.length() - 40))
                .doesNotContain(hex)
                .doesNotContain("PRIVATE");
    }
}
