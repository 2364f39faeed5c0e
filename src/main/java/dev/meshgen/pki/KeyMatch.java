package dev.meshgen.pki;

import java.nio.file.Path;

/** The error that a private key is not the one of its certificate. */
final class KeyMatch {
    private KeyMatch() {}

    static PkiFailure mismatch(Path key, Path certificate) {
        return new PkiFailure(
                "pki-key-mismatch",
                key,
                "Private key `" + key + "` isn't the one of certificate `" + certificate + "`.",
                "Put the key there that belongs to the certificate, or move the key away and replace the certificate by"
                        + " `meshgen ca rotate`.");
    }
}
