package dev.meshgen.mesh;

import java.util.List;
import java.util.Optional;

/**
 * The authority whose keys meshgen makes or has signed: a root and an intermediate for each
 * cluster.
 */
public record OwnAuthority(
        KeyAlgorithm keyAlgorithm,
        String organization,
        Root root,
        RootKeyEncryption rootKeyEncryption,
        Validity validity,
        List<String> foreignSettings)
        implements CertificateAuthority {
    public OwnAuthority {
        foreignSettings = List.copyOf(foreignSettings);
    }

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

    @Override
    public Issuer issuer() {
        return Issuer.MESHGEN;
    }

    @Override
    public Optional<OwnAuthority> own() {
        return Optional.of(this);
    }

    @Override
    public Optional<CertManager> certManager() {
        return Optional.empty();
    }

    @Override
    public String rootLabel() {
        return "One root, " + keyAlgorithm;
    }

    @Override
    public String trust() {
        return "One root (" + keyAlgorithm + ") signs an intermediate for each cluster.";
    }
}
