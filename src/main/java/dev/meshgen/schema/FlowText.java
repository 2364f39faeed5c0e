package dev.meshgen.schema;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A text as a value in YAML's flow style, for hints that can be pasted. */
record FlowText(String text) {
    /** What needs no quotes anywhere, unless it is another type's. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/.][A-Za-z0-9/._-]*");

    private static final Pattern OTHER_TYPE = Pattern.compile(
            "(?i)[0-9]*\\.?[0-9]*(e[-+]?[0-9]+)?|0[xo][0-9a-f]+|\\.inf|\\.nan|null|true|false|yes|no|on|off|y|n");

    /** The text as a string. */
    String literal() {
        boolean plain =
                PLAIN.matcher(text).matches() && !OTHER_TYPE.matcher(text).matches();
        return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** The text as a value that a schema accepts, if it is one, or a list of them. */
    Optional<String> as(SchemaNode schema) {
        return schema.items()
                .map(this::listOf)
                .orElseGet(() -> fits(schema) ? Optional.of(literal()) : Optional.empty());
    }

    /** A list of the parts of the text, if each is an item that a schema accepts. */
    Optional<String> listOf(SchemaNode item) {
        List<FlowText> parts = Stream.of(text.strip().split("[\\s,]+"))
                .filter(part -> !part.isEmpty())
                .distinct()
                .map(FlowText::new)
                .toList();
        return !parts.isEmpty() && parts.stream().allMatch(part -> part.fits(item))
                ? Optional.of(parts.stream().map(FlowText::literal).collect(Collectors.joining(", ", "[", "]")))
                : Optional.empty();
    }

    private boolean fits(SchemaNode schema) {
        List<String> allowed = schema.allowedTexts();
        boolean matches = schema.keyword("pattern")
                .map(JsonNode::stringValue)
                .map(pattern -> Pattern.compile(pattern).matcher(text).find())
                .orElse(true);
        boolean isString = !allowed.isEmpty()
                || schema.keyword("type").map(JsonNode::asString).equals(Optional.of("string"));
        return isString && matches && (allowed.isEmpty() || allowed.contains(text));
    }
}
