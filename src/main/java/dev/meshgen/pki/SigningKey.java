package dev.meshgen.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** A private key with its public half; a class and not a record, so that no {@code toString} can print it. */
final class SigningKey {
    private final PublicKey publicKey;
    private final PrivateKey privateKey;

    private SigningKey(PublicKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    static SigningKey of(KeyPair pair) {
        return new SigningKey(pair.getPublic(), pair.getPrivate());
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
        byte[] point = publicPoint(info, ((ECPrivateKey) found).getS());
        SubjectPublicKeyInfo half = new SubjectPublicKeyInfo(info.getPrivateKeyAlgorithm(), point);
        return new SigningKey(factory.generatePublic(new X509EncodedKeySpec(half.getEncoded())), found);
    }

    private static byte[] publicPoint(PrivateKeyInfo info, BigInteger secret) throws GeneralSecurityException {
        X9ECParameters curve = ECNamedCurveTable.getByOID(org.bouncycastle.asn1.ASN1ObjectIdentifier.getInstance(
                info.getPrivateKeyAlgorithm().getParameters()));
        if (curve == null) {
            throw new GeneralSecurityException("unknown curve");
        }
        return new FixedPointCombMultiplier()
                .multiply(curve.getG(), secret)
                .normalize()
                .getEncoded(false);
    }

    PublicKey publicKey() {
        return publicKey;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    boolean matches(X509Certificate certificate) {
        return publicKey.equals(certificate.getPublicKey());
    }

    @Override
    public String toString() {
        return KeyAlgorithm.describe(publicKey) + " key";
    }
}
