package dev.meshgen.schema;

import dev.meshgen.diagnostic.SpecPath;
import java.util.List;
import java.util.Optional;
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
            case "a list" -> Optional.of("Write a list, such as `[" + text + "]`.");
            case "an integer" -> bare("-?[0-9]{1,18}");
            case "a boolean" -> bare("true|false");
            case "a mapping" -> mapping();
            default -> Optional.empty();
        };
    }

    private Optional<String> bare(String form) {
        return text.matches(form) ? Optional.of("Write `" + text + "`, without quotes.") : Optional.empty();
    }

    /** The scalar under the key that it is probably the value of. */
    private Optional<String> mapping() {
        List<String> required = root.at(path).flatMap(schema -> schema.keyword("required")).stream()
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::stringValue)
                .toList();
        boolean isSwitch = text.matches("true|false")
                && root.at(path).flatMap(schema -> schema.property("enabled")).isPresent();
        String key = isSwitch ? "enabled" : required.size() == 1 ? required.get(0) : "";
        return key.isEmpty()
                ? Optional.empty()
                : Optional.of("Write a mapping, such as `{" + key + ": " + text + "}`.");
    }
}
