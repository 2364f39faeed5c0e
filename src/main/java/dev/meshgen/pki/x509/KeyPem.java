package dev.meshgen.pki.x509;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Private keys as PEM. */
public final class KeyPem {
    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    private KeyPem() {}

    /** Whether a passphrase is needed to read the key. */
    public static Outcome<Boolean> isEncrypted(Path file, byte[] pem) {
        return PemText.read(file, pem)
                .map(blocks -> blocks.get(0))
                .map(first -> first.label().equals(ENCRYPTED) || first.hasHeaders());
    }

    /** The label of the file's first block, if that has the form of a private key. */
    public static Outcome<String> requireKey(Path file, byte[] pem) {
        return PemText.read(file, pem)
                .map(blocks -> blocks.get(0))
                .then(first -> requireForm(file, first))
                .map(PemText.Block::label);
    }

    /** @param passphrase asked for an encrypted key only */
    public static Outcome<SigningKey> read(Path file, byte[] pem, Supplier<Outcome<Passphrase>> passphrase) {
        return requireKey(file, pem)
                .then(label -> parse(file, pem))
                .then(parsed -> keyInfo(file, parsed, passphrase))
                .then(info -> key(file, info));
    }

    /** istiod reads the first block only, so that `EC PARAMETERS` before the key would stop it. */
    private static Outcome<PemText.Block> requireForm(Path file, PemText.Block first) {
        if (first.isOpenSsh()) {
            return malformed(
                    file,
                    "has its private key in OpenSSH's own form",
                    "Convert a copy of it with `ssh-keygen -p -m PKCS8 -f COPY`.");
        }
        if (first.isPrivateKey()) {
            return first.hasHeaders()
                    ? malformed(file, "has its private key encrypted in a form that Istio doesn't read")
                    : Outcome.of(first);
        }
        return malformed(
                file,
                "starts with a block `" + first.label() + "`, not with a private key",
                "Give the file of the private key; if the key is in this one, put it first.");
    }

    private static Outcome<Object> parse(Path file, byte[] pem) {
        try (PEMParser parser = new PEMParser(new StringReader(new String(pem, ISO_8859_1)))) {
            Object parsed = parser.readObject();
            return parsed == null ? unreadable(file) : Outcome.of(parsed);
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle throws various unchecked exceptions for what isn't well-formed.
            return unreadable(file);
        }
    }

    private static Outcome<PrivateKeyInfo> keyInfo(Path file, Object parsed, Supplier<Outcome<Passphrase>> passphrase) {
        if (parsed instanceof PrivateKeyInfo plain) {
            return Outcome.of(plain);
        }
        if (parsed instanceof PEMKeyPair pair) {
            return Outcome.of(pair.getPrivateKeyInfo());
        }
        if (parsed instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return passphrase.get().then(given -> KeyEncryption.decrypt(file, encrypted, given));
        }
        return malformed(file, "contains no private key that meshgen reads");
    }

    private static Outcome<SigningKey> key(Path file, PrivateKeyInfo info) {
        try {
            return Outcome.of(SigningKey.of(info));
        } catch (GeneralSecurityException e) {
            return Outcome.failure(Diagnostic.error(
                    "pki-algorithm",
                    file,
                    "Private key `" + file + "` is neither RSA nor ECDSA on P-256 or P-384.",
                    "Use a key of such an algorithm."));
        } catch (IOException | RuntimeException e) {
            // As above; such as one for a secret that is larger than its curve allows.
            return unreadable(file);
        }
    }

    private static <T> Outcome<T> unreadable(Path file) {
        return malformed(file, "contains no readable private key");
    }

    private static <T> Outcome<T> malformed(Path file, String fact) {
        return malformed(file, fact, "Convert the key with `openssl pkcs8 -topk8`, or restore the file from a backup.");
    }

    private static <T> Outcome<T> malformed(Path file, String fact, String remedy) {
        return Outcome.failure(Diagnostic.error("pki-malformed", file, "`" + file + "` " + fact + ".", remedy));
    }

    /** In the clear. */
    public static byte[] write(SigningKey key) {
        return PemText.write(PLAIN, key.privateKey().getEncoded());
    }

    public static byte[] write(SigningKey key, Passphrase passphrase, SecureRandom random) {
        return PemText.write(ENCRYPTED, KeyEncryption.encrypt(key.privateKey().getEncoded(), passphrase, random));
    }
}
