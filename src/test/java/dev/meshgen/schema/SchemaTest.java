package dev.meshgen.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema is the field reference: complete, closed, and its defaults are right. */
class SchemaTest {
    private static final JsonNode SCHEMA = new JsonMapper()
            .readTree(Path.of("schemas/mesh.v1alpha1.schema.json").toFile());

    /** A subschema and the pointer to it. */
    private record Located(String pointer, JsonNode node) {}

    @Test
    void every_property_is_described() {
        List<String> silent = subschemas().stream()
                .filter(located -> located.pointer().matches(".*/properties/[^/]+"))
                .filter(located -> new SchemaNode(SCHEMA, located.node())
                        .keyword("description")
                        .isEmpty())
                .map(Located::pointer)
                .toList();

        assertThat(silent).isEmpty();
    }

    @Test
    void every_mapping_refuses_unknown_keys_or_says_what_they_may_be() {
        List<String> open = subschemas().stream()
                .filter(located -> "object".equals(located.node().path("type").asString("")))
                .filter(located -> located.node().get("additionalProperties") == null)
                .map(Located::pointer)
                .toList();

        assertThat(open).isEmpty();
    }

    @Test
    void every_pattern_is_told_in_words() {
        List<String> wordless = subschemas().stream()
                .filter(located ->
                        located.node().has("pattern") && !located.node().has("x-pattern"))
                .map(Located::pointer)
                .toList();

        assertThat(wordless).isEmpty();
    }

    @Test
    void what_defaults_fill_in_is_valid_again() throws IOException {
        for (String sample : Samples.names()) {
            String complete = Samples.GENERATOR
                    .validate(Samples.text(sample))
                    .value()
                    .orElseThrow()
                    .spec()
                    .tree()
                    .toString();

            assertThat(Samples.validate("complete.json", complete).diagnostics())
                    .isEmpty();
        }
    }

    private static List<Located> subschemas() {
        List<Located> found = new ArrayList<>();
        walk("", SCHEMA, found);
        return found;
    }

    private static void walk(String pointer, JsonNode node, List<Located> found) {
        if (node.isObject()) {
            found.add(new Located(pointer, node));
            new TreeMap<>(node.properties().stream()
                            .filter(entry -> !entry.getKey().equals("default"))
                            .collect(java.util.stream.Collectors.toMap(e -> e.getKey(), e -> e.getValue())))
                    .forEach((key, child) -> walk(pointer + "/" + key, child, found));
        }
    }
}
