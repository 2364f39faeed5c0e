package dev.meshgen.mesh;

/** The mesh's certificate authority. */
public record CertificateAuthority(
        KeyAlgorithm keyAlgorithm,
        String organization,
        Root root,
        RootKeyEncryption rootKeyEncryption,
        Validity validity) {

    /** How long certificates are valid, in days. */
    public record Validity(int root, int intermediate, int server) {}

    /** Whose the root is. */
    public enum Root {
        MANAGED("managed"),
        EXTERNAL("external");

        private final String text;

        Root(String text) {
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
