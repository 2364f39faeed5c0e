package dev.meshgen.schema;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.diagnostic.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A subschema, with {@code $ref} followed: keywords beside the reference win over those behind it.
 */
record SchemaNode(JsonNode root, JsonNode node) {
    static SchemaNode of(JsonNode root) {
        return new SchemaNode(root, root);
    }

    Optional<JsonNode> keyword(String name) {
        JsonNode own = node.get(name);
        if (own != null) {
            return Optional.of(own);
        }
        JsonNode reference = node.get("$ref");
        return reference == null
                ? Optional.empty()
                : new SchemaNode(root, root.at(reference.stringValue().substring(1))).keyword(name);
    }

    /** The subschema of the value under a key. */
    Optional<SchemaNode> property(String name) {
        return keyword("properties")
                .map(properties -> properties.get(name))
                .or(() -> keyword("additionalProperties").filter(JsonNode::isObject))
                .map(this::with);
    }

    Optional<SchemaNode> items() {
        return keyword("items").map(this::with);
    }

    Optional<SchemaNode> propertyNames() {
        return keyword("propertyNames").map(this::with);
    }

    /** The keys that the schema names, in its order. */
    List<String> knownKeys() {
        return keyword("properties")
                .map(properties -> List.copyOf(properties.propertyNames()))
                .orElse(List.of());
    }

    /** What a text has to be, such as "a UUID". */
    Optional<String> form() {
        return keyword("patternErrorMessage")
                .map(JsonNode::stringValue)
                .map(sentence -> sentence.substring("Use ".length(), sentence.length() - 1));
    }

    /** The texts that an {@code enum} or {@code const} allows. */
    List<String> allowedTexts() {
        List<String> texts = new ArrayList<>();
        keyword("enum").ifPresent(values -> values.forEach(value -> texts.add(value.asString())));
        keyword("const").ifPresent(value -> texts.add(value.asString()));
        return texts;
    }

    /** The subschema of the value at a path. */
    Optional<SchemaNode> at(SpecPath path) {
        Optional<SchemaNode> found = Optional.of(this);
        for (SpecPath.Segment segment : path.segments()) {
            found = segment instanceof SpecPath.Key key
                    ? found.flatMap(parent -> parent.property(key.name()))
                    : found.flatMap(SchemaNode::items);
        }
        return found;
    }

    /** The known key that an unknown one in the mapping at a path was probably meant to be. */
    Optional<String> meant(SpecPath path, String key) {
        return Suggestion.nearest(key, at(path).map(SchemaNode::knownKeys).orElse(List.of()));
    }

    private SchemaNode with(JsonNode child) {
        return new SchemaNode(root, child);
    }
}
