package dev.meshgen.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The templates in the program itself. */
final class BuiltInTemplates {
    private BuiltInTemplates() {}

    /** Texts by name. */
    static SortedMap<String, String> read() {
        try {
            URL folder = BuiltInTemplates.class.getResource("/dev/meshgen/templates");
            return folder.openConnection() instanceof JarURLConnection place
                    ? read(place.getJarFile(), place.getEntryName() + "/")
                    : read(Path.of(folder.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JVM has this jar open already; a file system of it would be one more. */
    private static SortedMap<String, String> read(JarFile jar, String folder) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        for (JarEntry entry : Collections.list(jar.entries())) {
            if (entry.getName().startsWith(folder) && !entry.isDirectory()) {
                try (InputStream text = jar.getInputStream(entry)) {
                    found.put(entry.getName().substring(folder.length()), text(text.readAllBytes()));
                }
            }
        }
        return found;
    }

    private static SortedMap<String, String> read(Path folder) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                found.put(folder.relativize(file).toString().replace('\\', '/'), text(Files.readAllBytes(file)));
            }
        }
        return found;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8).replace("\r\n", "\n");
    }
}
