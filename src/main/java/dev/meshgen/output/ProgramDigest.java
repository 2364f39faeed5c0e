package dev.meshgen.output;

import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.Folders;
import dev.meshgen.tree.Digest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** What tells this program from every other build of it. */
public final class ProgramDigest {
    private static final int LARGEST = 1 << 26;

    private ProgramDigest() {}

    /** The digest of the program's jar, or of its classes; empty if they can't be read. */
    public static Optional<String> get() {
        try {
            Path place = place();
            // The names of the libraries have their versions.
            StringBuilder all = new StringBuilder(System.getProperty("java.class.path"));
            all.append(FileKind.of(place) == FileKind.FILE ? ofJar(place) : ofClasses(place));
            return Optional.of(Digest.sha256(all.toString()));
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The checksums that the jar has of its files: reading those would take each run longer. */
    private static String ofJar(Path place) throws IOException {
        StringBuilder all = new StringBuilder();
        try (JarFile jar = new JarFile(place.toString())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                all.append('\n').append(entry.getCrc()).append(' ').append(entry.getSize());
                all.append(' ').append(entry.getName());
            }
        }
        return all.toString();
    }

    private static String ofClasses(Path place) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : Folders.entries(place)) {
            all.append('\n').append(Digest.sha256(BoundedFile.read(file, LARGEST)));
            all.append(' ').append(file);
        }
        return all.toString();
    }

    /**
     * A class of a static archive may not know where it is from; then the class path is the jar
     * alone.
     */
    private static Path place() throws URISyntaxException {
        URL location = ProgramDigest.class.getProtectionDomain().getCodeSource().getLocation();
        return location == null ? Path.of(System.getProperty("java.class.path")) : Path.of(location.toURI());
    }
}
