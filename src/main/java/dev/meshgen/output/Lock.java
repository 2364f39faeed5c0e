package dev.meshgen.output;

import dev.meshgen.tree.Digest;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.TreePath;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The files that meshgen wrote last, with their digests: it may replace and remove these.
 *
 * @param files by path
 */
record Lock(String generator, String specDigest, SortedMap<String, Entry> files) {
    static final String FILE = TreePath.LOCK;

    static final Lock NONE = new Lock("", "", Collections.emptySortedMap());

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A file that meshgen wrote.
     *
     * @param sha256 in hex
     */
    record Entry(String template, String mode, String sha256) {
        static Entry of(OutputFile file) {
            return new Entry(file.template(), file.mode(), Digest.sha256(file.bytes()));
        }

        boolean isExecutable() {
            return mode.equals(OutputFile.PROGRAM);
        }
    }

    static Lock of(OutputTree tree) {
        SortedMap<String, Entry> entries = new TreeMap<>();
        tree.files().forEach((path, file) -> entries.put(path, Entry.of(file)));
        return new Lock(tree.generator(), tree.specDigest(), Collections.unmodifiableSortedMap(entries));
    }

    /** The lock as the file that it is in the tree's folder. */
    OutputFile asFile() {
        return new OutputFile(FILE, "", toJson());
    }

    /** The lock that a text describes; empty if it is not a lock. */
    static Optional<Lock> parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
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
            return Optional.of(new Lock(
                    json.required("generator").stringValue(),
                    json.required("spec").stringValue(),
                    entries));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("generator", generator).put("spec", specDigest);
        ObjectNode list = json.putObject("files");
        files.forEach((path, entry) -> list.putObject(path)
                .put("template", entry.template())
                .put("mode", entry.mode())
                .put("sha256", entry.sha256()));
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer().with(printer).writeValueAsString(json) + "\n";
    }
}
