package dev.meshgen.pki.x509;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate with its key, free to be as wrong as another tool could make it. */
public record SampleCertificate(X509Certificate certificate, KeyPair keys) {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant END = START.plus(Duration.ofDays(100));

    /** An authority without a path length. */
    public static Draft authority(String name) {
        return new Draft(name)
                .with(Extension.basicConstraints, new BasicConstraints(true))
                .with(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign));
    }

    public static Draft server(String name) {
        return new Draft(name).with(Extension.basicConstraints, new BasicConstraints(false));
    }

    public static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is to be signed. */
    public static final class Draft {
        private final String name;
        private final Map<ASN1ObjectIdentifier, ASN1Encodable> critical = new LinkedHashMap<>();
        private final Map<ASN1ObjectIdentifier, byte[]> other = new LinkedHashMap<>();
        private KeyPair keys = newKeys();
        private Instant from = START;
        private Instant to = END;

        private Draft(String name) {
            this.name = name;
        }

        /** A critical extension, in place of one that is there. */
        public Draft with(ASN1ObjectIdentifier extension, ASN1Encodable value) {
            critical.put(extension, value);
            return this;
        }

        /** An extension that isn't critical, whatever its bytes are. */
        public Draft with(ASN1ObjectIdentifier extension, byte[] value) {
            other.put(extension, value);
            return this;
        }

        public Draft with(KeyPair others) {
            keys = others;
            return this;
        }

        public Draft from(Instant time) {
            from = time;
            return this;
        }

        public Draft to(Instant time) {
            to = time;
            return this;
        }

        public SampleCertificate selfSigned() {
            return signed("CN=" + name, keys);
        }

        public SampleCertificate signedBy(SampleCertificate issuer) {
            return signed(issuer.certificate.getSubjectX500Principal().getName(), issuer.keys);
        }

        private SampleCertificate signed(String issuer, KeyPair issuerKeys) {
            try {
                var builder = new JcaX509v3CertificateBuilder(
                        new X500Name(issuer),
                        BigInteger.ONE,
                        Date.from(from),
                        Date.from(to),
                        new X500Name("CN=" + name),
                        keys.getPublic());
                for (var each : critical.entrySet()) {
                    builder.addExtension(each.getKey(), true, each.getValue());
                }
                for (var each : other.entrySet()) {
                    builder.addExtension(each.getKey(), false, each.getValue());
                }
                String algorithm = KeyType.of(issuerKeys.getPublic()).signatureAlgorithm();
                var signer = new JcaContentSignerBuilder(algorithm).build(issuerKeys.getPrivate());
                return new SampleCertificate(
                        new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
            } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
