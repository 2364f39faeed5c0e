package dev.meshgen.disk;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why the file system refused something, in words for users. */
public final class Reason {
    private Reason() {}

    /** Without the file's name. */
    public static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "the folder isn't empty";
        }
        if (e instanceof FileSystemLoopException) {
            return "its links lead in a circle";
        }
        if (e instanceof CharacterCodingException) {
            return "it isn't UTF-8";
        }
        String said = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
        return said == null ? "the operating system gives no reason" : said;
    }

    /** With the file's name, where it is known. */
    public static String withFile(IOException e) {
        return e instanceof FileSystemException named && named.getFile() != null
                ? "`" + named.getFile() + "`: " + of(e)
                : of(e);
    }
}
