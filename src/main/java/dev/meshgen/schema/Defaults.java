package dev.meshgen.schema;

import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The only place where defaults are filled in: first a cluster's from {@code clusterDefaults}, then
 * the schema's own.
 */
final class Defaults {
    private final SchemaNode root;

    Defaults(SchemaNode root) {
        this.root = root;
    }

    ObjectNode fill(ObjectNode written) {
        ObjectNode tree = written.deepCopy();
        ObjectNode spec = (ObjectNode) tree.get("spec");
        JsonNode clusterDefaults = spec.remove("clusterDefaults");
        if (clusterDefaults != null) {
            spec.get("clusters").forEach(cluster -> mergeUnder((ObjectNode) cluster, clusterDefaults));
        }
        fill(tree, root);
        return (ObjectNode) ordered(tree, root);
    }

    private void fill(JsonNode value, SchemaNode schema) {
        if (value instanceof ArrayNode array) {
            schema.items().ifPresent(items -> array.forEach(item -> fill(item, items)));
        } else if (value instanceof ObjectNode object) {
            for (String key : schema.knownKeys()) {
                schema.property(key)
                        .filter(each -> hasDefaultIn(object, each))
                        .flatMap(each -> each.keyword("default"))
                        .ifPresent(standard -> put(object, key, standard));
            }
            object.propertyNames().forEach(key -> {
                Optional<SchemaNode> child = schema.property(key);
                child.ifPresent(each -> fill(object.get(key), each));
            });
        }
    }

    /**
     * Whether a key has its default in a mapping: `defaultWith` names another key, and the value
     * that this one must have for it. The other key comes first in the schema.
     */
    private static boolean hasDefaultIn(ObjectNode object, SchemaNode key) {
        return key.keyword("defaultWith")
                .map(with -> with.get(1).equals(object.get(with.get(0).stringValue())))
                .orElse(true);
    }

    /** The same with keys in the order of the schema, so that equal specifications look equal. */
    private static JsonNode ordered(JsonNode value, SchemaNode schema) {
        if (value instanceof ArrayNode list && schema.items().isPresent()) {
            ArrayNode ordered = list.arrayNode();
            list.forEach(item -> ordered.add(ordered(item, schema.items().get())));
            return ordered;
        }
        if (!(value instanceof ObjectNode mapping)) {
            return value;
        }
        ObjectNode ordered = mapping.objectNode();
        Stream.concat(
                        schema.knownKeys().stream().filter(mapping::has),
                        mapping.propertyNames().stream().sorted())
                .distinct()
                .forEach(key -> ordered.set(
                        key,
                        schema.property(key)
                                .map(child -> ordered(mapping.get(key), child))
                                .orElse(mapping.get(key))));
        return ordered;
    }

    private static void put(ObjectNode object, String key, JsonNode standard) {
        JsonNode given = object.get(key);
        if (given == null) {
            object.set(key, standard.deepCopy());
        } else if (given instanceof ObjectNode mapping) {
            mergeUnder(mapping, standard);
        }
    }

    /** Adds to a mapping what it doesn't say itself, at every depth. */
    private static void mergeUnder(ObjectNode over, JsonNode under) {
        under.propertyStream().forEach(entry -> put(over, entry.getKey(), entry.getValue()));
    }
}
