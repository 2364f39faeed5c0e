package dev.meshgen.pki.x509;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/** Certificates as PEM. */
public final class CertificatePem {
    private static final String LABEL = "CERTIFICATE";

    private CertificatePem() {}

    /** The certificates of a file, at least one. */
    public static Outcome<List<X509Certificate>> read(Path file, byte[] pem) {
        return PemText.read(file, pem).then(blocks -> Outcome.each(blocks, block -> certificate(file, block)));
    }

    private static Outcome<X509Certificate> certificate(Path file, PemText.Block block) {
        if (!block.label().equals(LABEL)) {
            return Outcome.failure(MisplacedBlock.in(file, block, "certificates"));
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            X509Certificate found =
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content()));
            requireDecoded(found);
            return Outcome.of(found);
        } catch (CertificateException | RuntimeException e) {
            // Bouncy Castle throws various unchecked exceptions for what isn't well-formed.
            return Outcome.failure(Diagnostic.error(
                    "pki-malformed",
                    file,
                    "`" + file + "` contains a block that isn't an X.509 certificate.",
                    "Restore the file from version control or a backup."));
        }
    }

    /** Java decodes less strictly than Bouncy Castle, which has to read these parts later. */
    private static void requireDecoded(X509Certificate certificate) throws CertificateEncodingException {
        JcaX509CertificateHolder holder = new JcaX509CertificateHolder(certificate);
        SubjectKeyIdentifier.fromExtensions(holder.getExtensions());
        DistinguishedName.text(certificate);
    }

    public static byte[] write(List<X509Certificate> certificates) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (X509Certificate certificate : certificates) {
            text.writeBytes(PemText.write(LABEL, encoded(certificate)));
        }
        return text.toByteArray();
    }

    /** SHA-256 of the certificate, in hex. */
    public static String fingerprint(X509Certificate certificate) {
        return sha256(encoded(certificate));
    }

    /**
     * SHA-256 of a public key, in hex: of what openssl prints with {@code -pubout -outform der}.
     */
    public static String fingerprint(PublicKey key) {
        return sha256(key.getEncoded());
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
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
