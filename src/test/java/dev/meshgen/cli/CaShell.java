package dev.meshgen.cli;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.OpenSsl;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A shell in a folder with the two-regions sample: clusters `one` and `two`, application
 * `echoserver`.
 */
record CaShell(Path folder) {
    static CaShell in(Path folder, String authority) throws IOException {
        Files.writeString(
                folder.resolve("mesh.yaml"),
                Files.readString(Path.of("samples/two-regions/mesh.yaml"))
                        .replaceFirst("\nspec:\n", "\nspec:\n  certificateAuthority: {" + authority + "}\n"));
        return new CaShell(folder);
    }

    static CaShell in(Path folder) throws IOException {
        return in(folder, "keyAlgorithm: ECDSA-P256, rootKeyEncryption: none");
    }

    /** With all certificates. */
    static CaShell issued(Path folder) throws IOException {
        CaShell shell = in(folder);
        shell.succeed("ca", "issue");
        return shell;
    }

    static CaShell encrypted(Path folder) throws IOException {
        return in(folder, "keyAlgorithm: ECDSA-P256");
    }

    Run run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(folder.resolve("mesh.yaml").toString(), "-d", tree().toString()));
        return Meshgen.run(arguments.toArray(String[]::new));
    }

    Run succeed(String... command) {
        Run run = run(command);
        assertThat(run.exit()).as("%s\n%s", List.of(command), run.err()).isZero();
        return run;
    }

    /** The message of a command that must fail. */
    String fail(String... command) {
        Run run = run(command);
        assertThat(run.exit()).as("%s\n%s", List.of(command), run.out()).isEqualTo(1);
        assertThat(run.err()).doesNotContain("Exception", "\tat ");
        return run.err();
    }

    Path tree() {
        return folder.resolve("tree");
    }

    Path pki(String relative) {
        return tree().resolve("pki").resolve(relative);
    }

    /** The first certificate of a file, as the JDK reads it. */
    static X509Certificate certificate(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** A file whose first line is a passphrase. */
    String passphrase(String text) throws IOException {
        Path file = folder.resolve("passphrase-" + text.replace(' ', '-'));
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    /** What a run leaves that is killed after it has begun. */
    void leaveBegun(String step) throws IOException {
        Path place = Files.createDirectory(
                pki("private/.step"), asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path begun =
                Files.createFile(place.resolve("begun"), asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(begun, step);
    }

    /** Everything in the authority's folder but the lock. */
    Map<String, String> snapshot() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(pki(""))) {
            for (Path file : files.filter(each -> !each.endsWith(".lock")).toList()) {
                all.put(
                        pki("").relativize(file).toString(),
                        Files.isDirectory(file) ? "folder" : Files.readString(file));
            }
        }
        return all;
    }

    /** The judge that shares no code with the maker: every chain leads to the mesh's root. */
    void assertChains() {
        assertChains("one", "two", "ingress");
    }

    void assertChains(String... authorities) {
        for (String authority : authorities) {
            OpenSsl.verify(pki("root-cert.pem"), pki(authority + "/cert-chain.pem"), pki(authority + "/ca-cert.pem"));
        }
        Path server = pki("applications/echoserver/tls.crt");
        OpenSsl.verify(pki("root-cert.pem"), server, server);
    }
}
