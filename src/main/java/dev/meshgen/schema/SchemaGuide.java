package dev.meshgen.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The schema's own words about a key. */
public final class SchemaGuide {
    private SchemaGuide() {}

    /**
     * Description, type, default and keys of the value at a path such as
     * {@code spec.clusters.network}; an item of a list needs no number.
     */
    public static Optional<String> words(String path) {
        Optional<SchemaNode> found = Optional.of(SchemaChecker.document());
        for (String key : path.replaceAll("\\[\\d*]", "").split("\\.")) {
            found = found.flatMap(node ->
                    node.property(key).or(() -> node.items().flatMap(item -> item.property(key))));
        }
        return found.map(node -> words(path, node));
    }

    /** The paths of all keys. */
    public static List<String> keys() {
        List<String> keys = new ArrayList<>();
        addKeys("", SchemaChecker.document(), keys);
        return keys;
    }

    private static void addKeys(String path, SchemaNode node, List<String> keys) {
        SchemaNode inner = node.items().orElse(node);
        for (String key : inner.knownKeys()) {
            String below = path.isEmpty() ? key : path + "." + key;
            keys.add(below);
            inner.property(key).ifPresent(child -> addKeys(below, child, keys));
        }
    }

    private static String words(String path, SchemaNode node) {
        StringBuilder text = new StringBuilder(path).append('\n');
        node.keyword("description").ifPresent(words -> line(text, words.asString()));
        node.keyword("type").ifPresent(type -> line(text, "Type: " + type.asString()));
        if (!node.allowedTexts().isEmpty()) {
            line(text, "One of: " + String.join(", ", node.allowedTexts()));
        }
        node.keyword("pattern").ifPresent(pattern -> line(text, "Pattern: " + pattern.asString()));
        node.keyword("minimum").ifPresent(least -> line(text, "At least: " + least));
        node.keyword("maximum").ifPresent(most -> line(text, "At most: " + most));
        node.keyword("default").ifPresent(value -> line(text, "Default: " + value));
        SchemaNode inner = node.items().orElse(node);
        inner.knownKeys()
                .forEach(key -> line(
                        text,
                        "- " + key + ": "
                                + inner.property(key)
                                        .flatMap(each -> each.keyword("description"))
                                        .map(JsonNode::asString)
                                        .orElse("")));
        return text.toString();
    }

    private static void line(StringBuilder text, String words) {
        text.append("  ").append(words).append('\n');
    }
}
