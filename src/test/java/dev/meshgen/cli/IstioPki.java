package dev.meshgen.cli;

import dev.meshgen.pki.Company.KeyKind;
import dev.meshgen.pki.OpenSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Root and intermediates as Istio's own tool makes them: all for the same number of days, the root
 * first, and without authority key identifiers.
 */
record IstioPki(Path folder) {
    private static final String DAYS = "3650";

    static IstioPki in(Path folder, KeyKind kind, String... clusters) throws IOException, InterruptedException {
        IstioPki pki = new IstioPki(folder);
        pki.request(kind, "root", "/O=Istio/CN=Root CA");
        pki.extensions("basicConstraints=critical,CA:true");
        OpenSsl.run(
                "x509",
                "-req",
                "-sha256",
                "-days",
                DAYS,
                "-signkey",
                pki.file("root-key.pem"),
                "-extfile",
                pki.file("extensions"),
                "-in",
                pki.file("root.csr"),
                "-out",
                pki.file("root-cert.pem"));
        // So that the intermediates end later.
        Thread.sleep(1100);
        for (String cluster : clusters) {
            pki.intermediate(kind, cluster);
        }
        return pki;
    }

    private void intermediate(KeyKind kind, String cluster) throws IOException {
        request(kind, cluster, "/O=Istio/CN=Intermediate CA/L=" + cluster);
        extensions("basicConstraints=critical,CA:true,pathlen:0\nsubjectAltName=DNS:istiod.istio-system.svc");
        Path bundle = Files.createDirectory(
                bundle(cluster), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        OpenSsl.run(
                "x509",
                "-req",
                "-sha256",
                "-days",
                DAYS,
                "-CA",
                file("root-cert.pem"),
                "-CAkey",
                file("root-key.pem"),
                "-CAcreateserial",
                "-extfile",
                file("extensions"),
                "-in",
                file(cluster + ".csr"),
                "-out",
                bundle.resolve("ca-cert.pem"));
        Files.move(file(cluster + "-key.pem"), bundle.resolve("ca-key.pem"));
        Files.copy(file("root-cert.pem"), bundle.resolve("root-cert.pem"));
        Files.writeString(
                bundle.resolve("cert-chain.pem"),
                Files.readString(bundle.resolve("ca-cert.pem")) + Files.readString(file("root-cert.pem")));
    }

    private void request(KeyKind kind, String name, String subject) {
        OpenSsl.run(
                "req",
                "-new",
                "-newkey",
                kind == KeyKind.RSA ? "rsa:2048" : "ec",
                "-pkeyopt",
                kind == KeyKind.RSA ? "rsa_keygen_bits:2048" : "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                subject,
                "-keyout",
                file(name + "-key.pem"),
                "-out",
                file(name + ".csr"));
    }

    private void extensions(String more) throws IOException {
        Files.writeString(
                file("extensions"),
                "subjectKeyIdentifier=hash\n"
                        + "keyUsage=critical,digitalSignature,nonRepudiation,keyEncipherment,keyCertSign\n" + more
                        + "\n");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The folder with a cluster's four files. */
    Path bundle(String cluster) {
        return folder.resolve(cluster);
    }

    /** Puts everything where meshgen would have made it. */
    void copyTo(CaShell shell) throws IOException {
        copy(file("root-cert.pem"), shell.pki("root-cert.pem"));
        copy(file("root-key.pem"), shell.pki("private/root-key.pem"));
        for (String cluster : new String[] {"one", "two"}) {
            for (String name : new String[] {"ca-cert.pem", "cert-chain.pem", "root-cert.pem"}) {
                copy(bundle(cluster).resolve(name), shell.pki(cluster + "/" + name));
            }
            copy(bundle(cluster).resolve("ca-key.pem"), shell.pki("private/" + cluster + "/ca-key.pem"));
        }
        for (String name : new String[] {"private", "private/one", "private/two"}) {
            Files.setPosixFilePermissions(shell.pki(name), PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void copy(Path file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    }
}
