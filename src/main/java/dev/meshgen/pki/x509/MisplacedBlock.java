package dev.meshgen.pki.x509;

import dev.meshgen.diagnostic.Diagnostic;
import java.nio.file.Path;

/** A block of PEM in a file of others, and what to give in its place. */
final class MisplacedBlock {
    private MisplacedBlock() {}

    /** @param wanted what the file is for, in the plural */
    static Diagnostic in(Path file, PemText.Block block, String wanted) {
        return Diagnostic.error(
                block.isPrivateKey() ? "pki-key-in-public-file" : "pki-malformed",
                file,
                "`" + file + "` contains a block `" + block.label() + "` where only " + wanted + " belong.",
                block.isPrivateKey()
                        ? "Give the file of the " + wanted
                                + ", or remove the block; replace a private key that was published."
                        : remedy(block.label(), wanted));
    }

    private static String remedy(String label, String wanted) {
        return switch (label) {
            case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" ->
                "This is a request: have an authority sign it, and give the certificate that it makes.";
            case "TRUSTED CERTIFICATE" -> "Convert it with `openssl x509`, which reads this form of its own.";
            case "PKCS7", "CMS" -> "Convert it with `openssl pkcs7 -print_certs`.";
            default -> "Give a file that has only " + wanted + ".";
        };
    }
}
