package dev.meshgen.pki;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * What the authority works with.
 *
 * @param keyThreads how many keys are made at one time
 */
public record PkiEnvironment(
        PkiFolders folders,
        Clock clock,
        SecureRandom random,
        PassphraseSource passphrases,
        KeyProgress progress,
        int keyThreads) {

    /** The same with another source of passphrases. */
    PkiEnvironment with(PassphraseSource source) {
        return new PkiEnvironment(folders, clock, random, source, progress, keyThreads);
    }
}
