package dev.meshgen.mesh;

import java.util.List;
import java.util.Optional;

/** Who signs the mesh's certificates. */
public sealed interface CertificateAuthority permits OwnAuthority, CertManager {
    /** Whose signing keys they are. */
    enum Issuer {
        MESHGEN("meshgen"),
        CERT_MANAGER("certManager");

        private final String text;

        Issuer(String text) {
            this.text = text;
        }

        /** As the specification spells it. */
        @Override
        public String toString() {
            return text;
        }
    }

    Issuer issuer();

    /** The authority, if meshgen makes its keys. */
    Optional<OwnAuthority> own();

    /** The authority, if it is cert-manager's. */
    Optional<CertManager> certManager();

    /** Keys of the specification that are settings of another issuer. */
    List<String> foreignSettings();

    /** The root in few words, for a picture. */
    String rootLabel();

    /** One sentence about who signs for the clusters. */
    String trust();
}
