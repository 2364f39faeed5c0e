package dev.meshgen.pki.plan;

import dev.meshgen.mesh.OwnAuthority;

/** How a new root's private key is written. */
public enum RootKey {
    ENCRYPTED,
    PLAIN,
    /** It is another authority's, which never gives it away. */
    EXTERNAL;

    static RootKey of(OwnAuthority settings) {
        if (settings.root() == OwnAuthority.Root.EXTERNAL) {
            return EXTERNAL;
        }
        return settings.rootKeyEncrypted() ? ENCRYPTED : PLAIN;
    }
}
