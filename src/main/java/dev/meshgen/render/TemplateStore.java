package dev.meshgen.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.RefusedFileException;
import dev.meshgen.tree.Digest;
import dev.meshgen.tree.OwnTemplate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The templates by name: the built-in ones, replaced or extended by a user's folder. */
public final class TemplateStore {
    private static final String UNREADABLE = "templates-unreadable";
    private static final int LARGEST = 1 << 20;

    /** What git, editors and merges leave in a folder. */
    private static final Pattern NO_TEMPLATE = Pattern.compile("\\..*|#.*#|.*(~|\\.(bak|orig|rej|swp|tmp))");

    /**
     * A template.
     *
     * @param file that it was read from; empty for a built-in template
     */
    record Source(String text, Optional<Path> file) {}

    private final Set<String> builtIn;
    private final SortedMap<String, Source> sources;

    /** @param builtIn names of the templates in the program itself */
    private TemplateStore(Set<String> builtIn, SortedMap<String, Source> sources) {
        this.builtIn = builtIn;
        this.sources = sources;
    }

    /** The templates in the program itself. */
    public static TemplateStore builtIn() {
        SortedMap<String, Source> sources = new TreeMap<>();
        BuiltInTemplates.read().forEach((name, text) -> sources.put(name, new Source(text, Optional.empty())));
        return new TemplateStore(Set.copyOf(sources.keySet()), sources);
    }

    /** A user's templates alone: none of them may be a link. */
    public static Outcome<TemplateStore> own(Path folder) {
        return new TemplateStore(Set.of(), Collections.emptySortedMap()).overlaidBy(TemplateFolder.chosen(folder));
    }

    /** A digest of all names and texts. */
    public String digest() {
        return Digest.sha256(sources.entrySet().stream()
                .map(each -> Digest.sha256(each.getKey()) + " "
                        + Digest.sha256(each.getValue().text()) + "\n")
                .collect(Collectors.joining()));
    }

    /**
     * These templates, replaced or extended by the files of a folder, none of which may be a link.
     */
    public Outcome<TemplateStore> overlaidBy(TemplateFolder given) {
        Path folder = given.path();
        if (FileKind.following(folder) != FileKind.FOLDER) {
            return Outcome.failure(Diagnostic.error(
                    UNREADABLE,
                    given.named(),
                    "Template folder `" + folder + "` does not exist or is not a folder.",
                    given.hint()));
        }
        SortedMap<String, Source> both = new TreeMap<>(sources);
        List<Diagnostic> errors = new ArrayList<>();
        try {
            for (Path file : Folders.entries(folder, TemplateStore::isSkipped)) {
                Outcome<Source> source = read(file);
                errors.addAll(source.diagnostics());
                source.value().ifPresent(found -> both.put(name(folder, file), found));
            }
        } catch (IOException e) {
            errors.add(unreadable(
                    folder,
                    "meshgen could not read template folder `" + folder + "`: " + e.getMessage() + ".",
                    "Check the permissions of what is in it, and that it is the folder you mean."));
        }
        return Outcome.of(new TemplateStore(builtIn, both), errors);
    }

    private static boolean isSkipped(Path file) {
        return NO_TEMPLATE.matcher(file.getFileName().toString()).matches();
    }

    /** With slashes; a backslash is one of the name's own characters, but for Windows. */
    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace(folder.getFileSystem().getSeparator(), "/");
    }

    private static Outcome<Source> read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(BoundedFile.read(file, LARGEST));
            String text = UTF_8.newDecoder().decode(bytes).toString();
            return Outcome.of(new Source(text.replace("\r\n", "\n"), Optional.of(file)));
        } catch (RefusedFileException e) {
            return Outcome.failure(unreadable(
                    file,
                    "meshgen does not read template `" + file + "`: " + e.getReason() + ".",
                    "Put a text file of at most 1 MiB there, or remove it."));
        } catch (CharacterCodingException e) {
            return Outcome.failure(
                    unreadable(file, "Template `" + file + "` is not UTF-8.", "Save the file in UTF-8."));
        } catch (IOException e) {
            return Outcome.failure(unreadable(
                    file, "meshgen could not read template `" + file + "`.", "Check the file's permissions."));
        }
    }

    private static Diagnostic unreadable(Path file, String message, String hint) {
        return Diagnostic.error(UNREADABLE, file, message, hint);
    }

    /** Names, sorted. */
    public List<String> names() {
        return List.copyOf(sources.keySet());
    }

    /** How messages name a template: by its file, where it is a user's. */
    public String position(String name) {
        return find(name).flatMap(Source::file).map(Path::toString).orElse(name);
    }

    /** The user's templates, by name. */
    public SortedMap<String, OwnTemplate> own() {
        SortedMap<String, OwnTemplate> own = new TreeMap<>();
        sources.forEach((name, source) -> {
            if (source.file().isPresent()) {
                String digest = Digest.sha256(source.text().getBytes(UTF_8));
                boolean isNew = !builtIn.contains(name);
                own.put(
                        name,
                        new OwnTemplate(digest, isNew, isNew ? NearestPath.of(name, builtIn) : Optional.empty(), true));
            }
        });
        return own;
    }

    Optional<Source> find(String name) {
        return Optional.ofNullable(sources.get(name));
    }
}
