package dev.meshgen.pki.x509;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM (RFC 7468), read strictly enough to tell a truncated file from a whole one. */
final class PemText {
    private static final Pattern BEGIN = Pattern.compile("^-----BEGIN ([A-Z0-9 ]+)-----\\s*$", Pattern.MULTILINE);
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** UTF-8, then UTF-16 in its two orders. */
    private static final List<String> MARKS = List.of("\u00ef\u00bb\u00bf", "\u00ff\u00fe", "\u00fe\u00ff");

    /**
     * One block.
     *
     * @param hasHeaders whether lines such as {@code Proc-Type} precede the content: OpenSSL's old
     *     encryption
     */
    record Block(String label, byte[] content, boolean hasHeaders) {
        boolean isPrivateKey() {
            return label.endsWith("PRIVATE KEY");
        }

        boolean isOpenSsh() {
            return label.startsWith("OPENSSH ");
        }

        /** Not the content: it may be a private key. */
        @Override
        public String toString() {
            return label;
        }
    }

    private PemText() {}

    static byte[] write(String label, byte[] content) {
        String text =
                "-----BEGIN " + label + "-----\n" + LINES.encodeToString(content) + "\n-----END " + label + "-----\n";
        return text.getBytes(US_ASCII);
    }

    /**
     * The blocks of a file, at least one; text between them, as openssl likes to write, is ignored.
     */
    static Outcome<List<Block>> read(Path file, byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        List<Outcome<Block>> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        int from = 0;
        while (begin.find(from)) {
            String last = "-----END " + begin.group(1) + "-----";
            int end = text.indexOf(last, begin.end());
            if (end < 0) {
                return truncated(file, "has no line `" + last + "`");
            }
            blocks.add(block(file, begin.group(1), text.substring(begin.end(), end)));
            from = end;
        }
        return blocks.isEmpty() ? noBlock(file, text) : Outcome.each(blocks, block -> block);
    }

    /** Editors of Windows and PowerShell write marks that no reader of PEM expects. */
    private static <T> Outcome<T> noBlock(Path file, String text) {
        boolean marked = MARKS.stream().anyMatch(text::startsWith);
        return Outcome.failure(Diagnostic.error(
                "pki-malformed",
                file,
                marked
                        ? "`" + file + "` starts with a byte order mark, so it has no PEM block that others can read."
                        : "`" + file + "` contains no PEM block.",
                marked
                        ? "Save it as ASCII, or as UTF-8 without a byte order mark."
                        : "Give a file that starts with `-----BEGIN`; convert a binary one with `openssl x509 -inform"
                                + " der`, `openssl pkey -inform der` or `openssl pkcs12`."));
    }

    private static Outcome<Block> block(Path file, String label, String body) {
        if (body.contains(":")) {
            return Outcome.of(new Block(label, new byte[0], true));
        }
        try {
            Block block = new Block(label, Base64.getDecoder().decode(body.replaceAll("\\s", "")), false);
            return block.isOpenSsh() || isWhole(block.content())
                    ? Outcome.of(block)
                    : truncated(file, "lacks some lines of its block `" + label + "`");
        } catch (IllegalArgumentException e) {
            return truncated(file, "has a damaged block `" + label + "`");
        }
    }

    /** A DER sequence states its length: a missing line shows even where both ends are there. */
    private static boolean isWhole(byte[] der) {
        return der.length >= 4 && der.length == derLength(der);
    }

    private static long derLength(byte[] der) {
        int first = der[1] & 0xff;
        if (first < 0x80) {
            return 2L + first;
        }
        int octets = first & 0x7f;
        long length = 0;
        for (int i = 0; i < octets && 2 + i < der.length; i++) {
            length = length << 8 | der[2 + i] & 0xff;
        }
        return 2L + octets + length;
    }

    private static <T> Outcome<T> truncated(Path file, String fact) {
        return Outcome.failure(Diagnostic.error(
                "pki-truncated",
                file,
                "`" + file + "` " + fact + ".",
                "Restore the file from version control or a backup, or get it again from who made it."));
    }
}
