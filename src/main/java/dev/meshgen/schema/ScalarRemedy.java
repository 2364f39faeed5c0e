package dev.meshgen.schema;

import dev.meshgen.diagnostic.SpecPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What to write in place of a scalar that should be something else.
 *
 * @param text the scalar as it was written, without quotes
 */
record ScalarRemedy(SchemaNode root, SpecPath path, String text) {
    /** A value that can be pasted, if the scalar tells one. */
    Optional<String> of(String wanted) {
        return switch (wanted) {
            case "a list" -> Optional.of(list());
            case "an integer" -> text.matches("-?[0-9]{1,18}") ? integer() : Optional.empty();
            case "a boolean, `true` or `false`" -> text.matches("true|false") ? bare() : Optional.empty();
            case "a string" -> root.at(path).flatMap(new FlowText(text)::as).map(value -> "Write `" + value + "`.");
            case "a mapping" -> mapping();
            default -> Optional.empty();
        };
    }

    private Optional<String> bare() {
        return Optional.of("Write `" + text + "`, without quotes.");
    }

    private Optional<String> integer() {
        long least = bound("minimum").orElse(Long.MIN_VALUE);
        long most = bound("maximum").orElse(Long.MAX_VALUE);
        long number = Long.parseLong(text);
        return least <= number && number <= most
                ? bare()
                : Optional.of("Write an integer from " + least + " to " + most + ".");
    }

    private Optional<Long> bound(String keyword) {
        return root.at(path).flatMap(schema -> schema.keyword(keyword)).map(JsonNode::asLong);
    }

    /** A list of what the scalar holds; several values may have been written with commas. */
    private String list() {
        Optional<SchemaNode> item = root.at(path).flatMap(SchemaNode::items);
        if (item.flatMap(node -> node.property("name")).isPresent()) {
            return "Write a list of mappings, each as in `- name: " + new FlowText(text).literal() + "`.";
        }
        return item.flatMap(node -> new FlowText(text).listOf(node))
                .map(value -> "Write a list, such as `" + value + "`.")
                .orElseGet(() -> "Write a list"
                        + item.flatMap(ScalarRemedy::example)
                                .map(value -> ", such as `[" + value + "]`")
                                .orElse("") + ".");
    }

    private static Optional<String> example(SchemaNode item) {
        Stream<String> examples =
                item.keyword("examples").stream().flatMap(JsonNode::valueStream).map(JsonNode::asString);
        return Stream.concat(item.allowedTexts().stream(), examples)
                .findFirst()
                .map(each -> new FlowText(each).literal());
    }

    /** The scalar under the key that it is probably the value of. */
    private Optional<String> mapping() {
        Optional<SchemaNode> mapping = root.at(path);
        List<String> required = mapping.flatMap(schema -> schema.keyword("required")).stream()
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::stringValue)
                .toList();
        boolean isSwitch = text.matches("true|false")
                && mapping.flatMap(schema -> schema.property("enabled")).isPresent();
        String key = isSwitch ? "enabled" : required.size() == 1 ? required.get(0) : "";
        return mapping.filter(schema -> !key.isEmpty())
                .flatMap(schema -> schema.property(key))
                .flatMap(value -> isSwitch ? Optional.of(text) : new FlowText(text).as(value))
                .map(value -> "Write a mapping, such as `{" + key + ": " + value + "}`.");
    }
}
