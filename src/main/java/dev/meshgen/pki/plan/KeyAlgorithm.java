package dev.meshgen.pki.plan;

import java.util.Arrays;

/** The key algorithms that a specification can ask for. */
public enum KeyAlgorithm {
    RSA_4096("RSA-4096"),
    ECDSA_P256("ECDSA-P256"),
    ECDSA_P384("ECDSA-P384");

    private final String label;

    KeyAlgorithm(String label) {
        this.label = label;
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
}
