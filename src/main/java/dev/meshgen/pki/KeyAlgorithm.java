package dev.meshgen.pki;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;

/** The key algorithms that a specification can ask for. */
public enum KeyAlgorithm {
    RSA_4096("RSA-4096", "RSA", new RSAKeyGenParameterSpec(4096, RSAKeyGenParameterSpec.F4)),
    ECDSA_P256("ECDSA-P256", "EC", new ECGenParameterSpec("secp256r1")),
    ECDSA_P384("ECDSA-P384", "EC", new ECGenParameterSpec("secp384r1"));

    private final String label;
    private final String family;
    private final AlgorithmParameterSpec parameters;

    KeyAlgorithm(String label, String family, AlgorithmParameterSpec parameters) {
        this.label = label;
        this.family = family;
        this.parameters = parameters;
    }

    /** The name in a specification. */
    public String label() {
        return label;
    }

    /** The algorithm of that name in a specification. */
    public static KeyAlgorithm of(String label) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.label.equals(label))
                .findFirst()
                .orElseThrow();
    }

    SigningKey newKey(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
            generator.initialize(parameters, random);
            return SigningKey.of(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + label, e);
        }
    }

    /** What a key is, in the words of a specification. */
    static String describe(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "RSA-" + rsa.getModulus().bitLength();
        }
        return key instanceof ECPublicKey ec ? "ECDSA-P" + fieldSize(ec) : key.getAlgorithm();
    }

    /** Whether Istio, Envoy and the Application Gateway all take such a key, and it is strong enough. */
    static boolean isSound(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() >= 2048;
        }
        return key instanceof ECPublicKey ec && (fieldSize(ec) == 256 || fieldSize(ec) == 384);
    }

    /** JCA name of the signatures that a key makes. */
    static String signatureBy(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            return "SHA256withRSA";
        }
        return key instanceof ECPublicKey ec && fieldSize(ec) == 384 ? "SHA384withECDSA" : "SHA256withECDSA";
    }

    private static int fieldSize(ECPublicKey key) {
        return key.getParams().getCurve().getField().getFieldSize();
    }
}
