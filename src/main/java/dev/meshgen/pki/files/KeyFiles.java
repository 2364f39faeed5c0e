package dev.meshgen.pki.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.Folders;
import dev.meshgen.pki.x509.KeyPem;
import dev.meshgen.pki.x509.Passphrase;
import dev.meshgen.pki.x509.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Reads and writes private keys. */
public final class KeyFiles {
    private static final byte[] IGNORE_ALL = "*\n".getBytes(US_ASCII);

    private final Path folder;
    private final PassphraseSource passphrases;
    private final SecureRandom random;

    /** @param folder from which on no link may lead to a key, and no other user */
    public KeyFiles(Path folder, PassphraseSource passphrases, SecureRandom random) {
        this.folder = folder;
        this.passphrases = passphrases;
        this.random = random;
    }

    /** Keys in another folder. */
    public KeyFiles in(Path other) {
        return new KeyFiles(other, passphrases, random);
    }

    public boolean has(Path file) {
        return FileSafety.exists(file);
    }

    /** The key of a file, which must be its owner's alone. */
    public Outcome<SigningKey> read(Path file) {
        return read(file, false);
    }

    /** A key that a killed run has made: its passphrase is that of new keys. */
    public Outcome<SigningKey> readNew(Path file) {
        return read(file, true);
    }

    private Outcome<SigningKey> read(Path file, boolean fresh) {
        // A certificate in place of a key is no stolen key, whoever may read it.
        return FileSafety.read(folder, file)
                .then(pem -> KeyPem.requireKey(file, pem)
                        .then(form -> FileSafety.requirePrivate(folder, file))
                        .then(own -> KeyPem.read(file, pem, () -> passphrase(file, fresh))));
    }

    /** Whether a passphrase is needed to read a key. */
    public Outcome<Boolean> isEncrypted(Path file) {
        return FileSafety.read(folder, file).then(pem -> KeyPem.isEncrypted(file, pem));
    }

    private Outcome<Passphrase> passphrase(Path file, boolean fresh) {
        return passphrases
                .passphrase(file, fresh)
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failure(Diagnostic.error(
                        "pki-passphrase-missing",
                        file,
                        fresh
                                ? "Private key `" + file + "` is to be encrypted and there is no passphrase."
                                : "Private key `" + file + "` is encrypted and there is no passphrase.",
                        "Give the passphrase with `--passphrase-file` or the environment variable"
                                + " `MESHGEN_CA_PASSPHRASE`, or run meshgen in a terminal.")));
    }

    /**
     * The passphrase for a new key: asked for before the key is made, since that may take a while.
     */
    public Outcome<Passphrase> newPassphrase(Path file) {
        return passphrase(file, true)
                .then(given -> given.isTooShort()
                        ? Outcome.failure(Diagnostic.error(
                                "pki-passphrase-short",
                                file,
                                "The passphrase for `" + file + "` has fewer than " + Passphrase.SHORTEST
                                        + " characters.",
                                "Choose a longer one: whoever has the file can try passphrases without limit."))
                        : Outcome.of(given));
    }

    /** @param passphrase what the key is encrypted with, if it is to be */
    public Outcome<Path> write(Path file, SigningKey key, Optional<Passphrase> passphrase) {
        return FileSafety.requireNoLink(folder, file)
                .map(own -> passphrase
                        .map(given -> KeyPem.write(key, given, random))
                        .orElseGet(() -> KeyPem.write(key)))
                .then(pem -> hideFromGit().then(hidden -> NewFile.writePrivate(file, pem)));
    }

    /**
     * Before the first key: the tree's own ignore file may not be written yet, and leaves with a
     * branch while the keys stay. Several keys are made at a time.
     */
    private synchronized Outcome<Path> hideFromGit() {
        Path file = folder.resolve(".gitignore");
        return FileSafety.requireNoLink(folder, file)
                .then(own -> FileSafety.exists(own) ? Outcome.of(own) : NewFile.writePrivate(own, IGNORE_ALL));
    }

    /** Copies a key that was made elsewhere, byte by byte; keeps the copy of a killed run. */
    public Outcome<Path> copy(Path from, Path to) {
        return FileSafety.exists(to)
                ? Outcome.of(to)
                : FileSafety.requirePrivate(from, from)
                        .then(own -> FileSafety.read(from, own))
                        .then(bytes -> FileSafety.requireNoLink(folder, to)
                                .then(free -> hideFromGit())
                                .then(hidden -> NewFile.writePrivate(to, bytes)));
    }

    /** Removes a key that nothing was signed for. */
    public Outcome<Path> delete(Path file) {
        return FileSafety.requireNoLink(folder, file)
                .then(own -> Disk.attempt(own, () -> {
                    Folders.deleteFile(own);
                    return Outcome.of(own);
                }));
    }

    /** Whether a passphrase for a new key is known to be the one that was meant. */
    public boolean isNewPassphraseConfirmed() {
        return passphrases.isNewConfirmed();
    }

    /** What is wrong with the files of these keys, as far as it shows without reading them. */
    public List<Diagnostic> unsafe(List<Path> files) {
        return files.stream()
                .flatMap(file -> FileSafety.requirePrivate(folder, file).diagnostics().stream())
                .distinct()
                .toList();
    }
}
