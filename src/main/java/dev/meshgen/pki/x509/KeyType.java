package dev.meshgen.pki.x509;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;

/**
 * What a public key is.
 *
 * @param family {@code RSA}, {@code ECDSA}, or the name of another algorithm
 * @param bits of the modulus or the curve; 0 for another algorithm
 */
public record KeyType(String family, int bits) {
    private static final String RSA = "RSA";
    private static final String ECDSA = "ECDSA";

    public static KeyType of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return new KeyType(RSA, rsa.getModulus().bitLength());
        }
        return key instanceof ECPublicKey ec ? of(ec.getParams().getCurve()) : new KeyType(key.getAlgorithm(), 0);
    }

    /** Others have 256 bits too, such as secp256k1, which Go doesn't read. */
    private static KeyType of(EllipticCurve curve) {
        int bits = curve.getField().getFieldSize();
        boolean ours = bits != 256 && bits != 384 || curve.equals(named("secp" + bits + "r1"));
        return new KeyType(ours ? ECDSA : "ECDSA on another curve than P-" + bits, bits);
    }

    private static EllipticCurve named(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class).getCurve();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + name, e);
        }
    }

    /** In the words of a specification. */
    public String label() {
        return switch (family) {
            case RSA -> "RSA-" + bits;
            case ECDSA -> "ECDSA-P" + bits;
            default -> family;
        };
    }

    /**
     * Whether Istio, Envoy and the Application Gateway all accept such a key, and it is strong
     * enough.
     */
    public boolean isSound() {
        return family.equals(RSA) && bits >= 2048 || family.equals(ECDSA) && (bits == 256 || bits == 384);
    }

    /** An ECDSA key can't encipher (RFC 5480, section 3). */
    boolean canEncipher() {
        return family.equals(RSA);
    }

    /** JCA name of the signatures that such a key makes. */
    String signatureAlgorithm() {
        if (family.equals(RSA)) {
            return "SHA256withRSA";
        }
        return bits == 384 ? "SHA384withECDSA" : "SHA256withECDSA";
    }
}
