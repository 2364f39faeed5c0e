package dev.meshgen.schema;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values that a schema accepts, in place of those that a document lacks.
 *
 * @param reading which of several readings they are for; readings differ wherever the schema leaves
 *     a choice
 */
record StandIns(int reading) {
    /**
     * How many readings show what depends on a blank: three values of an enum, both ends and the
     * middle of a range.
     */
    static final int READINGS = 3;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    JsonNode of(SchemaNode schema) {
        return schema.keyword("const")
                .or(() -> schema.keyword("enum").map(this::choice))
                .orElseGet(() -> ofType(schema));
    }

    private JsonNode ofType(SchemaNode schema) {
        String type = schema.keyword("type").map(JsonNode::stringValue).orElse("string");
        return switch (type) {
            case "object" -> mapping(schema);
            case "array" -> list(schema);
            case "boolean" -> NODES.booleanNode(reading % 2 == 0);
            case "integer" -> NODES.numberNode(number(schema));
            default -> schema.keyword("examples").map(this::choice).orElseGet(() -> text(schema));
        };
    }

    /** With the required keys alone in the first reading, with every key in the others. */
    private ObjectNode mapping(SchemaNode schema) {
        ObjectNode mapping = NODES.objectNode();
        List<String> required = schema.keyword("required")
                .map(keys -> keys.valueStream().map(JsonNode::stringValue).toList())
                .orElse(List.of());
        for (String key : reading == 0 ? required : schema.knownKeys()) {
            schema.property(key).ifPresent(value -> mapping.set(key, of(value)));
        }
        return mapping;
    }

    private ArrayNode list(SchemaNode schema) {
        ArrayNode list = NODES.arrayNode();
        boolean mayBeEmpty = schema.keyword("minItems").isEmpty();
        if (reading > 0 || !mayBeEmpty) {
            schema.items().ifPresent(items -> list.add(of(items)));
        }
        return list;
    }

    private long number(SchemaNode schema) {
        long least = schema.keyword("minimum").map(JsonNode::longValue).orElse(0L);
        long most = schema.keyword("maximum").map(JsonNode::longValue).orElse(least + READINGS);
        return List.of(least, most, (least + most) / 2).get(reading % READINGS);
    }

    private JsonNode text(SchemaNode schema) {
        int length = schema.keyword("minLength").map(JsonNode::intValue).orElse(1);
        return NODES.stringNode(String.valueOf((char) ('a' + reading)).repeat(Math.max(1, length)));
    }

    private JsonNode choice(JsonNode values) {
        List<JsonNode> all = StreamSupport.stream(values.spliterator(), false).toList();
        return all.get(reading % all.size());
    }
}
