package dev.meshgen.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Random;

/** Damages a file: the text anywhere, or in a PEM file the structure behind the Base64. */
public final class MutatedBytes {
    private MutatedBytes() {}

    /** The same seed damages the same bytes in the same way. */
    public static byte[] of(byte[] content, long seed) {
        Random random = new Random(seed);
        String text = new String(content, ISO_8859_1);
        return (text.startsWith("-----BEGIN") && random.nextInt(4) > 0 ? inside(text, random) : outside(text, random))
                .getBytes(ISO_8859_1);
    }

    /** In the DER of the first block, whose length stays. */
    private static String inside(String pem, Random random) {
        int begin = pem.indexOf('\n') + 1;
        int end = pem.indexOf("-----END");
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin, end));
        for (int i = random.nextInt(3); i >= 0; i--) {
            der[4 + random.nextInt(der.length - 4)] = (byte) random.nextInt(256);
        }
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return pem.substring(0, begin) + body + "\n" + pem.substring(end);
    }

    /** Cuts the text, cuts something out, doubles something, or writes a byte instead. */
    private static String outside(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(200));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, from);
            case 1 -> text.substring(0, from) + text.substring(to);
            case 2 -> text.substring(0, to) + text.substring(from);
            default -> text.substring(0, from) + (char) random.nextInt(256) + text.substring(to);
        };
    }
}
