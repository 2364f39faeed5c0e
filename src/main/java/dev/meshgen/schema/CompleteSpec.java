package dev.meshgen.schema;

import dev.meshgen.source.SpecDocument;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A specification that the schema accepts, with all defaults.
 *
 * @param document what was written
 * @param tree the same with cluster defaults merged and the schema's defaults filled in
 */
public record CompleteSpec(SpecDocument document, ObjectNode tree) {
    /** The tree as text that does not depend on the order of keys and items. */
    public String canonicalText() {
        return canonical(tree);
    }

    private static String canonical(JsonNode node) {
        if (node.isObject()) {
            return node.propertyStream()
                    .map(entry -> entry.getKey() + ":" + canonical(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return node.isArray()
                ? node.valueStream().map(CompleteSpec::canonical).sorted().collect(Collectors.joining(",", "[", "]"))
                : node.toString();
    }
}
