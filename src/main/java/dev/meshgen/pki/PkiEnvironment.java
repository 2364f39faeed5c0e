package dev.meshgen.pki;

import dev.meshgen.pki.files.KeyFiles;
import dev.meshgen.pki.files.PassphraseSource;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.x509.CertificateIssuer;
import java.security.SecureRandom;
import java.time.Clock;

/** What the authority works with. */
record PkiEnvironment(
        PkiFolders folders, Clock clock, SecureRandom random, PassphraseSource passphrases, KeyProgress progress) {

    /** The same with another source of passphrases. */
    PkiEnvironment with(PassphraseSource source) {
        return new PkiEnvironment(folders, clock, random, source, progress);
    }

    KeyFiles keyFiles() {
        return new KeyFiles(folders.keysFolder(), passphrases, random);
    }

    PublicFiles publicFiles() {
        return new PublicFiles(folders.publicFolder());
    }

    CertificateIssuer issuer() {
        return new CertificateIssuer(clock, random);
    }
}
