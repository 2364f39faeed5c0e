package dev.meshgen.pki;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.meshgen.diagnostic.Diagnostic;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads and writes private keys. */
final class KeyFiles {
    private final Path folder;
    private final PassphraseSource passphrases;
    private final KeyEncryption encryption;

    KeyFiles(PkiEnvironment environment) {
        this(environment, environment.folders().keysFolder());
    }

    private KeyFiles(PkiEnvironment environment, Path folder) {
        this.folder = folder;
        this.passphrases = environment.passphrases();
        this.encryption = new KeyEncryption(environment.random());
    }

    /** Keys in a folder that is not the tree's. */
    static KeyFiles of(Path folder, PkiEnvironment environment) {
        return new KeyFiles(environment, folder);
    }

    /** The key of a file in the keys folder, which must be its owner's alone. */
    SigningKey read(Path file) throws IOException, PkiFailure {
        Optional<Diagnostic> unsafe = FileSafety.privateKey(folder, file);
        if (unsafe.isPresent()) {
            throw new PkiFailure(unsafe.get());
        }
        return decode(file, FileSafety.read(folder, file));
    }

    /** Whether a key that lies there needs a passphrase. */
    static boolean isEncrypted(Path folder, Path file) throws IOException, PkiFailure {
        return isEncrypted(PemText.read(file, FileSafety.read(folder, file)).get(0));
    }

    private static boolean isEncrypted(PemText.Block block) {
        return block.label().equals("ENCRYPTED PRIVATE KEY") || block.hasHeaders();
    }

    private SigningKey decode(Path file, byte[] bytes) throws IOException, PkiFailure {
        PemText.Block first = PemText.read(file, bytes).get(0);
        // istiod reads the first block only, so `EC PARAMETERS` before the key would stop it.
        if (!first.label().endsWith("PRIVATE KEY") || isEncrypted(first) && first.hasHeaders()) {
            throw malformed(file, "doesn't start with a private key in a form that Istio reads");
        }
        try (PEMParser parser = new PEMParser(new StringReader(new String(bytes, ISO_8859_1)))) {
            return SigningKey.of(keyInfo(file, parser.readObject()));
        } catch (GeneralSecurityException e) {
            throw new PkiFailure(
                    "pki-algorithm",
                    file,
                    "Private key `" + file + "` is neither RSA nor ECDSA on P-256 or P-384.",
                    "Use a key of such an algorithm.");
        } catch (PEMException | IllegalArgumentException e) {
            throw malformed(file, "holds no readable private key");
        }
    }

    private PrivateKeyInfo keyInfo(Path file, Object parsed) throws IOException, PkiFailure {
        if (parsed instanceof PrivateKeyInfo plain) {
            return plain;
        }
        if (parsed instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        if (parsed instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return encryption.decrypt(file, encrypted, passphrase(file, false));
        }
        throw malformed(file, "holds no private key that meshgen reads");
    }

    private static PkiFailure malformed(Path file, String fact) {
        return new PkiFailure(
                "pki-malformed",
                file,
                "`" + file + "` " + fact + ".",
                "Convert the key by `openssl pkcs8 -topk8`, or restore the file from a backup.");
    }

    private Passphrase passphrase(Path file, boolean fresh) throws PkiFailure {
        Optional<Passphrase> given = passphrases.passphrase(file, fresh);
        if (given.isEmpty()) {
            throw new PkiFailure(
                    "pki-passphrase-missing",
                    file,
                    fresh
                            ? "Private key `" + file + "` is to be encrypted and there is no passphrase."
                            : "Private key `" + file + "` is encrypted and there is no passphrase.",
                    "Give the passphrase by `--passphrase-file` or the environment variable"
                            + " `MESHGEN_CA_PASSPHRASE`, or run meshgen in a terminal.");
        }
        return given.get();
    }

    /** The passphrase for a key that is about to be made: asked for first, since making the key may take a while. */
    Passphrase newPassphrase(Path file) throws PkiFailure {
        Passphrase given = passphrase(file, true);
        if (given.isTooShort()) {
            throw new PkiFailure(
                    "pki-passphrase-short",
                    file,
                    "The passphrase for `" + file + "` has fewer than " + Passphrase.SHORTEST + " characters.",
                    "Choose a longer one: whoever has the file can try passphrases without limit.");
        }
        return given;
    }

    void write(Path file, SigningKey key, Optional<Passphrase> passphrase) throws IOException, PkiFailure {
        Optional<Diagnostic> link = FileSafety.symlink(folder, file);
        if (link.isPresent()) {
            throw new PkiFailure(link.get());
        }
        byte[] der = key.privateKey().getEncoded();
        byte[] pem = passphrase.isPresent()
                ? PemText.write("ENCRYPTED PRIVATE KEY", encryption.encrypt(der, passphrase.get()))
                : PemText.write("PRIVATE KEY", der);
        NewFile.writePrivate(file, pem);
    }

    /** What is wrong with the files of these keys, as far as it shows without reading them. */
    List<Diagnostic> unsafe(List<Path> files) throws IOException {
        List<Diagnostic> found = new ArrayList<>();
        for (Path file : files) {
            FileSafety.privateKey(folder, file).ifPresent(found::add);
        }
        return found.stream().distinct().toList();
    }
}
