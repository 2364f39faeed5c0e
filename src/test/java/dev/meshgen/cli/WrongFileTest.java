package dev.meshgen.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every option that takes a file gets every kind of file that is not for it. */
class WrongFileTest {
    private static final String EXTERNAL = "keyAlgorithm: ECDSA-P256, root: external";
    private static final String WORDS_OF_JAVA = "(?s).*(Exception|[Ii]nternal error|java\\.|javax|\\tat ).*";

    /** Of no use anywhere: each with what is said of it. */
    private static final Map<Path, String> WRONG = new LinkedHashMap<>();

    @TempDir
    private static Path given;

    private static Company company;

    @TempDir
    private Path folder;

    private final Map<Path, String> wrong = new LinkedHashMap<>(WRONG);

    @BeforeAll
    static void makeFiles() throws IOException {
        OpenSsl.assume();
        company = new Company(given, KeyKind.EC);
        Path root = company.root("root");
        company.authority("one", "root", 0);
        String pem = Files.readString(root);
        put("empty", new byte[0], "contains no PEM block");
        put("text", "Hello\n".getBytes(UTF_8), "contains no PEM block");
        put("mark", ("\ufeff" + pem).getBytes(UTF_8), "starts with a byte order mark");
        put("wide", ("\ufeff" + pem).getBytes(UTF_16LE), "starts with a byte order mark");
        put("cut", pem.substring(0, pem.length() / 2).getBytes(UTF_8), "has no line `-----END CERTIFICATE-----`");
        put("large", pem.repeat(3000).getBytes(UTF_8), "is larger than 1 MiB");
        put("nothing", new byte[0], "doesn't exist");
        Files.delete(given.resolve("wrong/nothing"));
        put("folder", new byte[0], "isn't a file");
        Files.delete(given.resolve("wrong/folder"));
        Files.createDirectory(given.resolve("wrong/folder"));
        made("der", "contains no PEM block", "x509", "-in", root, "-outform", "der");
        made(
                "p12",
                "contains no PEM block",
                "pkcs12",
                "-export",
                "-in",
                root,
                "-inkey",
                company.key("root"),
                "-passout",
                "pass:secret");
        made("request", "`CERTIFICATE REQUEST`", "req", "-new", "-key", company.key("one"), "-subj", "/CN=one");
        made("public", "`PUBLIC KEY`", "pkey", "-in", company.key("one"), "-pubout");
        made("pkcs7", "`PKCS7`", "crl2pkcs7", "-nocrl", "-certfile", root);
        made("trusted", "`TRUSTED CERTIFICATE`", "x509", "-in", root, "-trustout");
    }

    private static void put(String name, byte[] bytes, String message) throws IOException {
        Path file = Files.createDirectories(given.resolve("wrong")).resolve(name);
        Files.write(file, bytes);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        WRONG.put(file, message);
    }

    private static void made(String name, String message, Object... command) throws IOException {
        put(name, new byte[0], message);
        List<Object> whole = new ArrayList<>(List.of(command));
        whole.addAll(List.of("-out", given.resolve("wrong").resolve(name)));
        OpenSsl.run(whole.toArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adopt --root-cert FILE",
                "adopt --root-cert ROOT --root-key FILE",
                "adopt --root-cert ROOT --intermediate one=FILE,KEY",
                "adopt --root-cert ROOT --intermediate one=CERT,FILE",
            })
    void nothing_is_adopted_of_a_wrong_file(String command) throws IOException {
        CaShell shell = CaShell.in(folder);
        wrong.put(
                command.endsWith("FILE") && !command.endsWith("cert FILE")
                        ? company.certificate("one")
                        : company.key("one"),
                command.endsWith("FILE") && !command.endsWith("cert FILE")
                        ? "starts with a block `CERTIFICATE`, not with a private key"
                        : "contains a block `PRIVATE KEY` where only certificates belong");

        assertRefused(shell, command);

        assertThat(shell.tree()).doesNotExist();
    }

    @Test
    void an_intermediate_whose_workloads_nobody_accepts_is_not_adopted() throws IOException {
        CaShell shell = CaShell.in(folder);
        company.authority("issuing", "root", 0);
        company.authority("below", "issuing", 0);
        Path request = given.resolve("curve.csr");
        OpenSsl.run(
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:secp256k1",
                "-nodes",
                "-keyout",
                company.key("curve"),
                "-subj",
                "/CN=curve",
                "-out",
                request);
        Files.setPosixFilePermissions(company.key("curve"), PosixFilePermissions.fromString("rw-------"));

        assertThat(adopt(shell, company.certificate("below"), company.key("below")))
                .startsWith(company.certificate("below") + ": error: ")
                .contains("[pki-path-length]", "`CN=Company issuing,O=Company`, above", "has path length 0")
                .contains("note: " + company.certificate("root") + ": here is ")
                .doesNotContain("staged");
        assertThat(adopt(shell, company.sign(request, "root", "curve"), company.key("curve")))
                .contains("[pki-algorithm]", "another curve than P-256");
        assertThat(shell.tree()).doesNotExist();
    }

    private static String adopt(CaShell shell, Path certificate, Path key) {
        return shell.fail(
                "ca",
                "adopt",
                "--root-cert",
                company.certificate("root").toString(),
                "--intermediate",
                "one=" + certificate + "," + key);
    }

    @Test
    void a_certificate_is_no_passphrase() throws IOException {
        CaShell shell = CaShell.encrypted(folder);
        Path key = company.key("one");

        Run run = shell.run("ca", "issue", "--passphrase-file", key.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("holds no passphrase, but a certificate, a key or binary data");
        assertThat(shell.tree()).doesNotExist();
    }

    @Test
    void a_folder_of_keys_that_a_refused_command_has_made_is_gone() throws IOException {
        CaShell shell = CaShell.in(folder);
        Path keys = folder.resolve("volume/keys");

        shell.fail(
                "ca",
                "adopt",
                "--keys-dir",
                keys.toString(),
                "--root-cert",
                company.certificate("root").toString(),
                "--root-key",
                company.key("root").toString(),
                "--intermediate",
                "one=" + company.certificate("one") + "," + company.key("root"));

        assertThat(keys.getParent()).doesNotExist();
        assertThat(shell.tree()).doesNotExist();
    }

    @Test
    void nothing_is_imported_of_a_wrong_file() throws IOException {
        CaShell shell = CaShell.in(folder, EXTERNAL);
        shell.succeed("ca", "request", "one");
        Map<String, String> before = shell.snapshot();
        wrong.put(company.key("one"), "[pki-key-in-public-file]");

        assertRefused(shell, "import one FILE");
        assertRefused(shell, "import root FILE");

        assertThat(shell.snapshot()).isEqualTo(before);
    }

    @Test
    void nothing_is_revoked_by_a_wrong_file() throws IOException {
        CaShell shell = CaShell.issued(folder);
        Map<String, String> before = shell.snapshot();
        wrong.put(company.key("one"), "[pki-key-in-public-file]");
        assertRefused(shell, "crl --list FILE");
        wrong.values().removeIf("doesn't exist"::equals); // It could be a cluster's name.

        assertRefused(shell, "crl --revoke FILE");

        assertThat(shell.snapshot()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca-cert.pem", "cert-chain.pem", "root-cert.pem", "ca-key.pem"})
    void a_bundle_with_a_wrong_file_is_not_sound(String name) throws IOException {
        CaShell shell = CaShell.issued(folder);
        Path bundle = Files.createDirectory(
                folder.resolve("bundle"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String each : new String[] {"ca-cert.pem", "cert-chain.pem", "root-cert.pem"}) {
            Files.copy(shell.pki("one/" + each), bundle.resolve(each));
        }
        Files.copy(shell.pki("private/one/ca-key.pem"), bundle.resolve("ca-key.pem"));
        SoftAssertions softly = new SoftAssertions();
        for (Map.Entry<Path, String> each : wrong.entrySet()) {
            Path file = bundle.resolve(name);
            Files.deleteIfExists(file);
            if (Files.isRegularFile(each.getKey())) {
                Files.copy(each.getKey(), file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                Run run = shell.run("ca", "verify", "--bundle", bundle.toString());
                softly.assertThat(run.exit()).as("%s", each.getKey()).isEqualTo(1);
                softly.assertThat(run.err())
                        .contains(file + ": error:", each.getValue(), "hint: ")
                        .doesNotMatch(WORDS_OF_JAVA);
            }
        }
        softly.assertAll();
    }

    private void assertRefused(CaShell shell, String command) {
        SoftAssertions softly = new SoftAssertions();
        wrong.forEach((file, message) -> {
            String line = command.replace("ROOT", company.certificate("root").toString())
                    .replace("CERT", company.certificate("one").toString())
                    .replace("KEY", company.key("one").toString())
                    .replace("FILE", file.toString());
            Run run = shell.run(("ca " + line).split(" "));
            softly.assertThat(run.exit()).as(line).isEqualTo(1);
            softly.assertThat(run.err())
                    .as(line)
                    .contains(file + ": error:", message, "hint: ")
                    .doesNotMatch(WORDS_OF_JAVA);
        });
        softly.assertAll();
    }
}
