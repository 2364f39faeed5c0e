package dev.meshgen.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Who may do what with a file or folder, whatever the umask. */
public enum FileMode {
    PRIVATE("rw-------"),
    PUBLIC("rw-r--r--"),
    PROGRAM("rwxr-xr-x"),
    PRIVATE_FOLDER("rwx------"),
    PUBLIC_FOLDER("rwxr-xr-x");

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Set<PosixFilePermission> permissions;

    FileMode(String permissions) {
        this.permissions = PosixFilePermissions.fromString(permissions);
    }

    /** Whether files there have modes at all. */
    public static boolean isSupportedAt(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Whether anybody but its owner may do anything with a file or folder. */
    public static boolean isOpenToOthers(Path path) throws IOException {
        return isSupportedAt(path) && !OWNERS.containsAll(Files.getPosixFilePermissions(path, NOFOLLOW_LINKS));
    }

    /** As {@link #isOpenToOthers}, of what the path leads to. */
    public static boolean isTargetOpenToOthers(Path path) throws IOException {
        return isSupportedAt(path) && !OWNERS.containsAll(Files.getPosixFilePermissions(path));
    }

    /** A mode as {@code ls} prints it. */
    public static String text(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, NOFOLLOW_LINKS));
    }

    public static boolean isExecutable(Path file) {
        return Files.isExecutable(file);
    }

    /** For creation: the umask may take away from it, and nothing adds to it. */
    FileAttribute<?>[] attributes(Path path) {
        return isSupportedAt(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    void set(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class, NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(permissions);
        }
    }
}
