package dev.meshgen.mesh;

/** The algorithms that every key of the mesh may be of. */
public enum KeyAlgorithm {
    RSA_4096("RSA-4096"),
    ECDSA_P256("ECDSA-P256"),
    ECDSA_P384("ECDSA-P384");

    private final String text;

    KeyAlgorithm(String text) {
        this.text = text;
    }

    /** As the specification spells it. */
    @Override
    public String toString() {
        return text;
    }
}
