package dev.meshgen.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.RefusedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.file.Path;

/** Reads a specification's bytes and decodes them strictly. */
public final class SpecReader {
    /** The largest specification that is read, in bytes: far larger than any mesh needs. */
    public static final int LARGEST = 1 << 20;

    /** A link is refused: it would have the messages quote whatever file it leads to. */
    public Outcome<SpecText> read(Path path) {
        String name = path.toString();
        try {
            return decode(name, BoundedFile.read(path, LARGEST));
        } catch (RefusedFileException e) {
            return refused(name, e.refusal());
        } catch (IOException e) {
            return unreadable(name, "can't be read", "Check the file's permissions.");
        }
    }

    private static Outcome<SpecText> refused(String name, RefusedFileException.Refusal refusal) {
        return switch (refusal) {
            case MISSING ->
                unreadable(
                        name, "does not exist", "Pass the path of a specification, or create one with `meshgen init`.");
            case FOLDER -> unreadable(name, "is a directory", "Pass the path of the file itself.");
            case SPECIAL ->
                unreadable(
                        name,
                        "isn't a regular file",
                        "Name a file, or `-` to read the specification from standard input.");
            case LINK ->
                Outcome.failure(Diagnostic.error(
                        "source-link",
                        SourceSpan.wholeFile(name),
                        "Specification `" + name + "` is a symbolic link.",
                        "Name the file itself, or `-` to read the specification from standard input."));
            case TOO_LARGE -> tooLarge(name);
        };
    }

    public Outcome<SpecText> read(InputStream stdin) {
        try {
            return decode("<stdin>", stdin.readNBytes(LARGEST + 1));
        } catch (IOException e) {
            return unreadable("<stdin>", "can't be read", "Pipe a specification into meshgen.");
        }
    }

    private static Outcome<SpecText> unreadable(String name, String fact, String hint) {
        return Outcome.failure(Diagnostic.error(
                "source-unreadable", SourceSpan.wholeFile(name), "Specification `" + name + "` " + fact + ".", hint));
    }

    private static Outcome<SpecText> tooLarge(String name) {
        return Outcome.failure(Diagnostic.error(
                "source-too-large",
                SourceSpan.wholeFile(name),
                "The file is larger than 1 MiB.",
                "Check that this file is a specification."));
    }

    private static Outcome<SpecText> decode(String name, byte[] bytes) {
        if (bytes.length > LARGEST) {
            return tooLarge(name);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
            String last = text.substring(text.lastIndexOf('\n') + 1);
            int column = last.codePointCount(0, last.length()) + 1;
            return Outcome.failure(Diagnostic.error(
                    "source-not-utf-8",
                    new SourceSpan(name, line, column, 1),
                    "Byte 0x%02x here is not UTF-8.".formatted(bytes[in.position()] & 0xff),
                    "Save the file as UTF-8."));
        }
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return Outcome.of(new SpecText(name, unmarked.replace("\r\n", "\n")));
    }
}
