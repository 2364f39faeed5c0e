package dev.meshgen.pki.files;

import dev.meshgen.pki.x509.Passphrase;
import java.nio.file.Path;
import java.util.Optional;

/** Where a passphrase comes from: a file, an environment variable or a prompt. */
@FunctionalInterface
public interface PassphraseSource {
    /**
     * The passphrase of a key file, if there is one.
     *
     * @param fresh whether the file is about to be written, so that a prompt should ask twice
     */
    Optional<Passphrase> passphrase(Path keyFile, boolean fresh);

    /** Whether a passphrase for a new file was typed twice or given as one for that. */
    default boolean isNewConfirmed() {
        return true;
    }

    static PassphraseSource none() {
        return (keyFile, fresh) -> Optional.empty();
    }
}
