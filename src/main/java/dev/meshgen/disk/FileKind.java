package dev.meshgen.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What is at a path, links themselves included. */
public enum FileKind {
    NOTHING,
    FILE,
    FOLDER,
    LINK,
    /** A pipe, a socket, a device. */
    SPECIAL;

    /** What can't be looked at counts as nothing: opening it then says why. */
    public static FileKind of(Path path) {
        try {
            return of(Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS));
        } catch (IOException e) {
            return NOTHING;
        }
    }

    /** What a path leads to in the end. */
    public static FileKind following(Path path) {
        try {
            return of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (IOException e) {
            return NOTHING;
        }
    }

    private static FileKind of(BasicFileAttributes found) {
        if (found.isSymbolicLink()) {
            return LINK;
        }
        if (found.isDirectory()) {
            return FOLDER;
        }
        return found.isRegularFile() ? FILE : SPECIAL;
    }

    /** Whether there is anything, a link that leads nowhere included. */
    public static boolean exists(Path path) {
        return of(path) != NOTHING;
    }
}
