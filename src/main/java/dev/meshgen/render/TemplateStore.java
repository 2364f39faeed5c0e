package dev.meshgen.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The templates by name: the built-in ones, replaced or extended by a user's folder. */
public final class TemplateStore {
    /**
     * A template.
     *
     * @param file that it was read from; empty for a built-in template
     */
    record Source(String text, Optional<Path> file) {}

    private final SortedMap<String, Source> sources;

    private TemplateStore(SortedMap<String, Source> sources) {
        this.sources = sources;
    }

    /** The templates in the program itself. */
    public static TemplateStore builtIn() {
        try {
            URI folder =
                    TemplateStore.class.getResource("/dev/meshgen/templates").toURI();
            if (!folder.getScheme().equals("jar")) {
                return new TemplateStore(read(Path.of(folder), false));
            }
            try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
                return new TemplateStore(read(jar.getPath("/dev/meshgen/templates"), false));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These templates, replaced or extended by the files of a folder. */
    public Outcome<TemplateStore> overlaidBy(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Outcome.failure(Diagnostic.error(
                    "templates-unreadable",
                    SourceSpan.wholeFile(folder.toString()),
                    "Template folder `" + folder + "` does not exist or is not a folder.",
                    "Set `--templates` to a folder that mirrors `templates/`."));
        }
        try {
            SortedMap<String, Source> both = new TreeMap<>(sources);
            both.putAll(read(folder, true));
            return Outcome.of(new TemplateStore(both));
        } catch (IOException e) {
            return Outcome.failure(Diagnostic.error(
                    "templates-unreadable",
                    SourceSpan.wholeFile(folder.toString()),
                    "meshgen could not read a template in `" + folder + "`: " + reason(e) + ".",
                    "Check that every file in it is readable and is UTF-8."));
        }
    }

    private static String reason(IOException e) {
        return e instanceof CharacterCodingException ? "it is not UTF-8" : String.valueOf(e.getMessage());
    }

    /** Names, sorted. */
    public List<String> names() {
        return List.copyOf(sources.keySet());
    }

    Optional<Source> find(String name) {
        return Optional.ofNullable(sources.get(name));
    }

    private static SortedMap<String, Source> read(Path folder, boolean foreign) throws IOException {
        SortedMap<String, Source> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                String text = Files.readString(file, UTF_8).replace("\r\n", "\n");
                found.put(name, new Source(text, foreign ? Optional.of(file) : Optional.empty()));
            }
        }
        return found;
    }
}
