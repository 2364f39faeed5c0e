package dev.meshgen.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.RefusedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/** The file of {@code --passphrase-file}: a file that only its owner can read, or a pipe. */
final class PassphraseFile {
    private static final int LARGEST = 1 << 12;

    private PassphraseFile() {}

    static String firstLine(Path file) {
        try {
            // A pipe is read by whoever opens it, and by nobody else.
            if (FileKind.following(file) == FileKind.FILE && FileMode.isTargetOpenToOthers(file)) {
                throw unfit(file, "is open to other users: run `chmod 600 " + file + "`");
            }
            ByteBuffer bytes = ByteBuffer.wrap(BoundedFile.readAny(file, LARGEST));
            String text = UTF_8.newDecoder().decode(bytes).toString();
            String line = (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .lines()
                    .findFirst()
                    .orElse("");
            if (line.startsWith("-----BEGIN ") || line.indexOf('\0') >= 0) {
                throw unfit(file, "holds no passphrase, but a certificate, a key or binary data");
            }
            return line;
        } catch (RefusedFileException e) {
            throw unfit(file, refused(e.refusal()));
        } catch (CharacterCodingException e) {
            throw unfit(file, "isn't UTF-8: save it in UTF-8");
        } catch (IOException e) {
            throw unfit(file, "can't be read: check its permissions");
        }
    }

    private static String refused(RefusedFileException.Refusal refusal) {
        return switch (refusal) {
            case MISSING -> "doesn't exist";
            case FOLDER -> "is a folder";
            case LINK, SPECIAL -> "isn't a file";
            case TOO_LARGE -> "is larger than 4 KiB: it holds the passphrase in its first line, and nothing else";
        };
    }

    private static UnfitPassphraseException unfit(Path file, String fact) {
        return new UnfitPassphraseException("Passphrase file `" + file + "` " + fact + ".");
    }
}
