package dev.meshgen.output;

import dev.meshgen.json.JsonText;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.TreePath;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The files that meshgen wrote last, with their digests: it may replace and remove these.
 *
 * @param files by path
 * @param templates digests of the user's templates by name
 */
record Lock(String generator, SortedMap<String, Entry> files, SortedMap<String, String> templates) {
    static final String FILE = TreePath.LOCK;

    static final Lock NONE = new Lock("", Collections.emptySortedMap(), Collections.emptySortedMap());

    /**
     * A file that meshgen wrote.
     *
     * @param sha256 in hex
     */
    record Entry(String template, String mode, String sha256) {
        static Entry of(OutputFile file) {
            return new Entry(file.template(), file.mode(), file.sha256());
        }

        boolean isExecutable() {
            return mode.equals(OutputFile.PROGRAM);
        }

        private String toJson() {
            return "{\"template\":" + JsonText.quote(template) + ",\"mode\":" + JsonText.quote(mode) + ",\"sha256\":"
                    + JsonText.quote(sha256) + "}";
        }
    }

    static Lock of(OutputTree tree) {
        SortedMap<String, Entry> entries = new TreeMap<>();
        tree.files().forEach((path, file) -> entries.put(path, Entry.of(file)));
        SortedMap<String, String> templates = new TreeMap<>();
        tree.ownTemplates().forEach((name, template) -> templates.put(name, template.sha256()));
        return new Lock(
                tree.generator(),
                Collections.unmodifiableSortedMap(entries),
                Collections.unmodifiableSortedMap(templates));
    }

    /** The lock as the file that it is in the tree's folder. */
    OutputFile asFile() {
        return new OutputFile(FILE, "", toJson());
    }

    /** The lock that a text describes; empty if it is not a lock. */
    static Optional<Lock> parse(String text) {
        try {
            JsonNode json = JsonText.parse(text);
            SortedMap<String, Entry> entries = new TreeMap<>();
            for (var file : json.required("files").properties()) {
                JsonNode entry = file.getValue();
                entries.put(
                        file.getKey(),
                        new Entry(
                                entry.required("template").stringValue(),
                                entry.required("mode").stringValue(),
                                entry.required("sha256").stringValue()));
            }
            SortedMap<String, String> templates = new TreeMap<>();
            for (var template : json.path("templates").properties()) {
                templates.put(template.getKey(), template.getValue().stringValue());
            }
            return Optional.of(new Lock(json.required("generator").stringValue(), entries, templates));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A file is one line, so that git merges two changes of a tree wherever they don't meet. */
    String toJson() {
        return "{\n  \"generator\": " + JsonText.quote(generator) + ",\n  \"files\": {" + lines(files, Entry::toJson)
                + (templates.isEmpty() ? "" : "},\n  \"templates\": {" + lines(templates, JsonText::quote)) + "}\n}\n";
    }

    private static <T> String lines(SortedMap<String, T> values, Function<T, String> json) {
        return values.isEmpty()
                ? ""
                : values.entrySet().stream()
                        .map(each -> "    " + JsonText.quote(each.getKey()) + ": " + json.apply(each.getValue()))
                        .collect(Collectors.joining(",\n", "\n", "\n  "));
    }
}
