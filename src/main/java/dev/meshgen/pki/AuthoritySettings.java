package dev.meshgen.pki;

import dev.meshgen.pki.files.PassphraseSource;
import dev.meshgen.pki.files.PkiFolders;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/**
 * How a mesh's certificate authority is run.
 *
 * @param keysFolder where private keys are, if not in the tree's own folder
 * @param plainRootKey whether a new root's key is written in the clear, whatever the specification
 *     says
 */
public record AuthoritySettings(
        Optional<Path> keysFolder,
        boolean plainRootKey,
        PassphraseSource passphrases,
        KeyProgress progress,
        Clock clock,
        SecureRandom random) {

    PkiEnvironment in(Path tree) {
        return new PkiEnvironment(PkiFolders.in(tree, keysFolder), clock, random, passphrases, progress);
    }
}
