package dev.meshgen.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A company's own public key infrastructure, made by openssl. */
public record Company(Path folder, KeyKind kind) {
    /** The algorithm of its keys. */
    public enum KeyKind {
        RSA("rsa", "rsa_keygen_bits:2048"),
        EC("ec", "ec_paramgen_curve:P-256");

        private final String algorithm;
        private final String option;

        KeyKind(String algorithm, String option) {
            this.algorithm = algorithm;
            this.option = option;
        }
    }

    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** A root; its certificate is the file of that name. */
    public Path root(String name) {
        request(
                name,
                List.of(
                        "-x509",
                        "-days",
                        "3650",
                        "-addext",
                        "keyUsage=critical,digitalSignature,keyCertSign,cRLSign",
                        "-out",
                        certificate(name)));
        return certificate(name);
    }

    /** An authority below another; its file has the issuers too. */
    public Path authority(String name, String issuer, int pathLength) {
        Path request = folder.resolve(name + ".csr");
        request(name, List.of("-out", request));
        return sign(request, issuer, name, "basicConstraints=critical,CA:TRUE,pathlen:" + pathLength, 2000);
    }

    private void request(String name, List<Object> more) {
        List<Object> command = new ArrayList<>(
                List.of("req", "-new", "-newkey", kind.algorithm, "-pkeyopt", kind.option, "-nodes", "-subj"));
        command.addAll(List.of("/O=Company/CN=Company " + name, "-keyout", key(name)));
        command.addAll(more);
        OpenSsl.run(command.toArray());
    }

    /**
     * The answer to an intermediate's request: its certificate, then the issuers up to the root.
     */
    public Path sign(Path request, String issuer, String name) {
        return sign(request, issuer, name, "basicConstraints=critical,CA:TRUE,pathlen:0", 700);
    }

    public Path sign(Path request, String issuer, String name, String constraints, int days) {
        try {
            Path extensions = Files.writeString(
                    folder.resolve("extensions"),
                    constraints + "\nkeyUsage=critical,digitalSignature,keyCertSign,cRLSign\n"
                            + "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
            Path first = folder.resolve(name + ".first.pem");
            Path above = certificate(issuer);
            OpenSsl.run(
                    "x509",
                    "-req",
                    "-in",
                    request,
                    "-CA",
                    above,
                    "-CAkey",
                    key(issuer),
                    "-CAcreateserial",
                    "-days",
                    days,
                    "-extfile",
                    extensions,
                    "-out",
                    first);
            return Files.writeString(certificate(name), Files.readString(first) + Files.readString(above));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
