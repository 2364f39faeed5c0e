package dev.meshgen.pki.x509;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * PKCS#8 encryption (PBES2): AES-256 under a key that PBKDF2 with HMAC-SHA-256 derives from the
 * passphrase.
 */
final class KeyEncryption {
    /** As OWASP's password storage cheat sheet asks of PBKDF2-HMAC-SHA256. */
    private static final int ITERATIONS = 600_000;

    private KeyEncryption() {}

    static byte[] encrypt(byte[] privateKey, Passphrase passphrase, SecureRandom random) {
        try {
            var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .setRandom(random)
                    .setPRF(PKCS8Generator.PRF_HMACSHA256)
                    .setIterationCount(ITERATIONS)
                    .setPassword(passphrase.characters())
                    .build();
            return new PKCS8Generator(PrivateKeyInfo.getInstance(privateKey), encryptor)
                    .generate()
                    .getContent();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("Bouncy Castle has AES and PBKDF2", e);
        }
    }

    static Outcome<PrivateKeyInfo> decrypt(Path file, PKCS8EncryptedPrivateKeyInfo encrypted, Passphrase passphrase) {
        try {
            return Outcome.of(encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(passphrase.characters())));
        } catch (PKCSException | OperatorCreationException e) {
            // Wrong padding or no key in what comes out: the cipher itself can't detect a wrong
            // passphrase.
            return Outcome.failure(Diagnostic.error(
                    "pki-passphrase-wrong",
                    file,
                    "The passphrase doesn't open private key `" + file + "`.",
                    "Give the passphrase that the key was written with."));
        }
    }
}
