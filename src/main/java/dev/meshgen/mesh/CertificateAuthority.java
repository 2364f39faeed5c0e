package dev.meshgen.mesh;

/** The mesh's certificate authority; validities in days. */
public record CertificateAuthority(
        KeyAlgorithm keyAlgorithm,
        String organization,
        RootKeyEncryption rootKeyEncryption,
        int rootValidityDays,
        int intermediateValidityDays,
        int serverValidityDays) {

    /** The algorithm of every key. */
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

    /** How the root's private key is kept. */
    public enum RootKeyEncryption {
        PASSPHRASE("passphrase"),
        NONE("none");

        private final String text;

        RootKeyEncryption(String text) {
            this.text = text;
        }

        /** As the specification spells it. */
        @Override
        public String toString() {
            return text;
        }
    }

    public boolean rootKeyEncrypted() {
        return rootKeyEncryption == RootKeyEncryption.PASSPHRASE;
    }
}
