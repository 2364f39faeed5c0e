package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.rule.Rule;
import dev.meshgen.rule.Rules;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** docs/rules.md explains every rule, and its examples are right. */
class RuleBookTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SECTION =
            Pattern.compile("### (\\S+)\\n\\n([^#].*?)(?=\\n### |\\n## |\\z)", Pattern.DOTALL);
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    private static final String BASE = """
            {"apiVersion": "meshgen.dev/v1alpha1", "kind": "Mesh", "metadata": {"name": "contoso"}, "spec": {
              "azure": {
                "subscriptionId": "11111111-1111-1111-1111-111111111111",
                "tenantId": "22222222-2222-2222-2222-222222222222",
                "sharedCluster": "one"},
              "istio": {"version": "1.31.0"},
              "clusterDefaults": {"kubernetesVersion": "1.35"},
              "clusters": [
                {"name": "one", "region": "westeurope", "network": {"addressSpace": "10.52.0.0/16"}},
                {"name": "two", "region": "northeurope", "network": {"addressSpace": "10.53.0.0/16"}}],
              "applications": [{"name": "echo", "image": "example.com/echo:1", "port": 8080, "runsIn": ["one"]}]}}
            """;

    /** The rules whose sections have an example. */
    static Stream<String> rules() {
        return Stream.concat(
                Rules.all(Samples.DAY).stream().map(Rule::id),
                Stream.of("bounds", "key", "missing-key", "pattern", "region", "type", "unknown-key", "value")
                        .map(name -> "schema-" + name));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_rule_is_explained_with_an_example_that_does_not_break_it(String rule) throws IOException {
        Matcher example = EXAMPLE.matcher(sections().get(rule));
        assertThat(example.find()).isTrue();
        ObjectNode spec = (ObjectNode) JSON.readTree(BASE);
        JsonNode keys = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(example.group(1)));
        keys.propertyStream()
                .forEach(entry -> merge(mappingWith(entry.getKey(), spec), entry.getKey(), entry.getValue()));

        List<Diagnostic> found = Samples.validate(rule, spec.toString()).diagnostics();

        assertThat(found)
                .filteredOn(each ->
                        each.rule().value().equals(rule) || each.rule().value().startsWith("schema-"))
                .isEmpty();
    }

    @Test
    void lines_end_at_a_hundred_columns_and_sections_are_unique() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/rules.md"));

        assertThat(lines).allMatch(line -> line.length() <= 100);
        assertThat(lines).filteredOn(line -> line.startsWith("### ")).doesNotHaveDuplicates();
    }

    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        Matcher section = SECTION.matcher(Files.readString(Path.of("docs/rules.md")));
        while (section.find()) {
            sections.put(section.group(1), section.group(2));
        }
        return sections;
    }

    /** The mapping of a specification that has such a key. */
    private static ObjectNode mappingWith(String key, ObjectNode root) {
        JsonNode spec = root.get("spec");
        if (Set.of("metadata", "spec").contains(key)) {
            return root;
        }
        if (Set.of("network", "pods", "nodePools", "apiServer", "applicationGateway")
                .contains(key)) {
            return (ObjectNode) spec.get("clusters").get(0);
        }
        boolean ofApplication = Set.of("ingress", "resources").contains(key);
        return (ObjectNode) (ofApplication ? spec.get("applications").get(0) : spec);
    }

    private static void merge(ObjectNode mapping, String key, JsonNode value) {
        if (mapping.get(key) instanceof ObjectNode under && value.isObject()) {
            value.propertyStream().forEach(entry -> merge(under, entry.getKey(), entry.getValue()));
        } else {
            mapping.set(key, value);
        }
    }
}
