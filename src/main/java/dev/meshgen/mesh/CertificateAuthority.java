package dev.meshgen.mesh;

/** The mesh's certificate authority; validities in days. */
public record CertificateAuthority(
        KeyAlgorithm keyAlgorithm,
        String organization,
        RootKeyEncryption rootKeyEncryption,
        int rootValidityDays,
        int intermediateValidityDays,
        int serverValidityDays) {

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
