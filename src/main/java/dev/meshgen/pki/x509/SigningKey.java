package dev.meshgen.pki.x509;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.mesh.KeyAlgorithm;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A private key with its public half; a class and not a record, so that no {@code toString} can
 * print it.
 */
public final class SigningKey {
    private final PublicKey publicKey;
    private final PrivateKey privateKey;

    private SigningKey(PublicKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** A new key. */
    public static SigningKey generate(KeyAlgorithm algorithm, SecureRandom random) {
        AlgorithmParameterSpec parameters = switch (algorithm) {
            case RSA_4096 -> new RSAKeyGenParameterSpec(4096, RSAKeyGenParameterSpec.F4);
            case ECDSA_P256 -> new ECGenParameterSpec("secp256r1");
            case ECDSA_P384 -> new ECGenParameterSpec("secp384r1");
        };
        try {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(parameters instanceof ECGenParameterSpec ? "EC" : "RSA");
            generator.initialize(parameters, random);
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(pair.getPublic(), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    /** The key of a PKCS#8 structure, whose public half is computed: most files don't carry it. */
    static SigningKey of(PrivateKeyInfo info) throws GeneralSecurityException, IOException {
        String algorithm = switch (info.getPrivateKeyAlgorithm().getAlgorithm().getId()) {
            case "1.2.840.113549.1.1.1" -> "RSA";
            case "1.2.840.10045.2.1" -> "EC";
            default ->
                throw new GeneralSecurityException(
                        info.getPrivateKeyAlgorithm().getAlgorithm().getId());
        };
        KeyFactory factory = KeyFactory.getInstance(algorithm);
        PrivateKey found = factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        if (found instanceof RSAPrivateCrtKey rsa) {
            return new SigningKey(
                    factory.generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())), found);
        }
        if (found instanceof ECPrivateKey ec) {
            byte[] point = publicPoint(info, ec.getS());
            SubjectPublicKeyInfo half = new SubjectPublicKeyInfo(info.getPrivateKeyAlgorithm(), point);
            return new SigningKey(factory.generatePublic(new X509EncodedKeySpec(half.getEncoded())), found);
        }
        throw new IOException("an RSA key without its primes");
    }

    private static byte[] publicPoint(PrivateKeyInfo info, BigInteger secret) throws GeneralSecurityException {
        X9ECParameters curve = ECNamedCurveTable.getByOID(
                ASN1ObjectIdentifier.getInstance(info.getPrivateKeyAlgorithm().getParameters()));
        if (curve == null) {
            throw new GeneralSecurityException("unknown curve");
        }
        return new FixedPointCombMultiplier()
                .multiply(curve.getG(), secret)
                .normalize()
                .getEncoded(false);
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    public KeyType type() {
        return KeyType.of(publicKey);
    }

    /** This key, if it is the one of a certificate. */
    public Outcome<SigningKey> requireMatch(Path file, X509Certificate certificate, Path certificateFile) {
        if (publicKey.equals(certificate.getPublicKey())) {
            return Outcome.of(this);
        }
        return Outcome.failure(Diagnostic.error(
                        "pki-key-mismatch",
                        file,
                        "Private key `" + file + "` doesn't belong to certificate `" + certificateFile + "`.",
                        "Put the certificate's own key there, or move the key away and replace the certificate with"
                                + " `meshgen ca rotate`.")
                .withNote(
                        SourceSpan.wholeFile(file.toString()),
                        "its public half has SHA-256 `" + CertificatePem.fingerprint(publicKey) + "`.")
                .withNote(
                        SourceSpan.wholeFile(certificateFile.toString()),
                        "this is for the public key with SHA-256 `"
                                + CertificatePem.fingerprint(certificate.getPublicKey()) + "`."));
    }

    @Override
    public String toString() {
        return type().label() + " key";
    }
}
