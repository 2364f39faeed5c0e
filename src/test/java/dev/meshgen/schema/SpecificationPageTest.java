package dev.meshgen.schema;

import static java.util.stream.Collectors.joining;

import dev.meshgen.testing.Golden;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/specification.md is the schema as a page: {@code -Dapprove} rewrites it. */
class SpecificationPageTest {
    private static final SchemaNode SCHEMA = SchemaNode.of(new JsonMapper().readTree(PublishedSchema.text()));

    private static final String START = """
            # The specification

            Every key of `mesh.yaml`. This page is made from
            [the schema](../schemas/mesh.v1alpha1.schema.json), which editors read: [editor.md](editor.md).
            `meshgen show` prints the values of a mesh.
            """;

    /** A mapping, and where it is in a specification. */
    private record Section(String path, SchemaNode mapping) {}

    private final Deque<Section> waiting = new ArrayDeque<>();
    private final StringBuilder page = new StringBuilder(START);

    @Test
    void the_page_says_what_the_schema_says() {
        waiting.add(new Section("", SCHEMA));
        while (!waiting.isEmpty()) {
            print(waiting.removeFirst());
        }

        Golden.verify(Path.of("docs/specification.md"), page.toString());
    }

    private void print(Section section) {
        page.append("\n## ")
                .append(section.path().isEmpty() ? "The file" : "`" + section.path() + "`")
                .append("\n\n");
        section.mapping()
                .keyword("description")
                .ifPresent(words -> page.append(wrapped(words.stringValue())).append("\n\n"));
        page.append("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
        List<String> required = section.mapping().keyword("required").stream()
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::stringValue)
                .toList();
        Deque<Section> inside = new ArrayDeque<>();
        for (String key : section.mapping().knownKeys()) {
            SchemaNode value = section.mapping().property(key).orElseThrow();
            String path = section.path().isEmpty() ? key : section.path() + "." + key;
            nested(path, value).ifPresent(inside::addLast);
            page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(key, type(value), standard(value, required.contains(key)), cell(words(value)))
                    .replace("\r\n", "\n"));
        }
        while (!inside.isEmpty()) {
            waiting.addFirst(inside.removeLast());
        }
    }

    /** The mapping that a value is, or that the items or values in it are. */
    private static Optional<Section> nested(String path, SchemaNode value) {
        if (!value.knownKeys().isEmpty()) {
            return Optional.of(new Section(path, value));
        }
        Optional<SchemaNode> items = value.items();
        if (items.isPresent()) {
            return nested(path + "[]", items.get());
        }
        return value.keyword("additionalProperties")
                .filter(JsonNode::isObject)
                .flatMap(each -> nested(path + ".NAME", new SchemaNode(value.root(), each)));
    }

    private static String words(SchemaNode value) {
        return value.keyword("description").map(JsonNode::stringValue).orElse("");
    }

    private static String type(SchemaNode value) {
        List<String> allowed = value.allowedTexts();
        if (!allowed.isEmpty()) {
            return allowed.stream().map(each -> "`" + each + "`").collect(joining(", "));
        }
        String type = value.keyword("type").map(JsonNode::stringValue).orElse("string");
        return switch (type) {
            case "object" -> "mapping";
            case "array" ->
                "list of: " + value.items().map(SpecificationPageTest::type).orElse("values");
            case "integer" -> "integer" + bound(" from ", value, "minimum") + bound(" to ", value, "maximum");
            case "boolean" -> "boolean";
            default -> value.form().map(SpecificationPageTest::cell).orElse("string");
        };
    }

    private static String bound(String word, SchemaNode value, String keyword) {
        return value.keyword(keyword).map(number -> word + number).orElse("");
    }

    private static String standard(SchemaNode value, boolean required) {
        return value.keyword("default").map(node -> "`" + node + "`").orElse(required ? "**required**" : "none");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static String wrapped(String text) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ")) {
            boolean fits = column + 1 + word.length() <= 100;
            lines.append(lines.isEmpty() ? "" : fits ? " " : "\n").append(word);
            column = fits && column > 0 ? column + 1 + word.length() : word.length();
        }
        return lines.toString();
    }
}
