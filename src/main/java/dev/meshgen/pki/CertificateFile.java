package dev.meshgen.pki;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Certificates as PEM. */
final class CertificateFile {
    private static final String LABEL = "CERTIFICATE";

    private CertificateFile() {}

    /**
     * The certificates of a file, at least one.
     *
     * @param folder the file's place in it must not lead over a symbolic link
     */
    static List<X509Certificate> read(Path folder, Path file) throws IOException, PkiFailure {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemText.Block block : PemText.read(file, FileSafety.read(folder, file))) {
            if (!block.label().equals(LABEL)) {
                throw new PkiFailure(
                        block.label().contains("PRIVATE KEY") ? "pki-key-in-public-file" : "pki-malformed",
                        file,
                        "`" + file + "` holds a block `" + block.label() + "` where only certificates belong.",
                        "Take the block out of the file; a private key that was published must be replaced.");
            }
            certificates.add(parse(file, block.content()));
        }
        return certificates;
    }

    private static X509Certificate parse(Path file, byte[] der) throws PkiFailure {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new PkiFailure(
                    "pki-malformed",
                    file,
                    "`" + file + "` holds a block that isn't an X.509 certificate.",
                    "Restore the file from version control or a backup.");
        }
    }

    static byte[] pem(List<X509Certificate> certificates) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (X509Certificate certificate : certificates) {
            text.writeBytes(PemText.write(LABEL, encoded(certificate)));
        }
        return text.toByteArray();
    }

    /** SHA-256 of the certificate, in hex. */
    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded(certificate)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("It was decoded before", e);
        }
    }
}
