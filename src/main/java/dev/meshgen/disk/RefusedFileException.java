package dev.meshgen.disk;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file that isn't read because of what it is. */
public final class RefusedFileException extends FileSystemException {
    private static final long serialVersionUID = 1;

    /** Why a file isn't read. */
    public enum Refusal {
        MISSING("it doesn't exist"),
        FOLDER("it is a folder"),
        LINK("it is a symbolic link"),
        /**
         * A pipe, a device, or a file of {@code /proc}, whose size is no measure of its content.
         */
        SPECIAL("it isn't a regular file"),
        TOO_LARGE("it is too large");

        private final String reason;

        Refusal(String reason) {
            this.reason = reason;
        }
    }

    private final Refusal refusal;

    RefusedFileException(Path file, Refusal refusal) {
        super(file.toString(), null, refusal.reason);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
