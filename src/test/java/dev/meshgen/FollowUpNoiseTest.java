package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One fault, one error: what the schema refuses makes no rule speak that would not have spoken
 * otherwise.
 */
class FollowUpNoiseTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** A specification with one fault more. */
    private record Broken(String change, String text) {}

    static Stream<Path> specs() throws IOException {
        Stream<Path> invalid = files(Path.of("src/test/resources/spec/invalid"))
                .filter(file -> file.toString().endsWith(".yaml"))
                .filter(file -> !file.getFileName().toString().matches("(yaml|source|schema)-.*"));
        return Stream.concat(ValidSpecTest.specs().stream(), invalid);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void a_fault_for_the_schema_makes_no_rule_speak(Path spec) throws IOException {
        JsonNode tree = tree(spec);
        Set<String> known = findings(errors(tree.toString()));

        for (Broken broken : faults(tree)) {
            List<Diagnostic> errors = errors(broken.text());
            if (errors.stream().anyMatch(FollowUpNoiseTest::isOfSchema)) { // some names may be any name
                assertThat(findings(errors)).as(broken.change()).isSubsetOf(known);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void a_fault_for_the_schema_hides_nothing_that_does_not_depend_on_it(Path spec) throws IOException {
        JsonNode tree = tree(spec);
        Set<String> known = findings(errors(tree.toString()));
        ObjectNode broken = (ObjectNode) tree.deepCopy();
        ((ObjectNode) broken.get("spec")).put("nonsense", 1);
        ((ObjectNode) broken.get("spec").get("istio")).put("accessLogFile", 1);

        List<Diagnostic> errors = errors(broken.toString());

        assertThat(findings(errors)).isEqualTo(known);
        assertThat(errors).filteredOn(FollowUpNoiseTest::isOfSchema).hasSize(2);
    }

    /** Every value replaced by one of another type, and every key misspelt, one at a time. */
    private static List<Broken> faults(JsonNode tree) {
        List<Broken> faults = new ArrayList<>();
        walk(tree, "", pointer -> {
            JsonNode wrong = JSON.readTree(tree.at(pointer).isContainer() ? "5" : "[]");
            String key = pointer.substring(pointer.lastIndexOf('/') + 1)
                    .replace("~1", "/")
                    .replace("~0", "~");
            JsonNode copy = tree.deepCopy();
            JsonNode parent = copy.at(pointer.substring(0, pointer.lastIndexOf('/')));
            if (parent instanceof ArrayNode list) {
                list.set(Integer.parseInt(key), wrong);
            } else if (parent instanceof ObjectNode mapping) {
                JsonNode value = mapping.remove(key);
                faults.add(new Broken(pointer + " is misspelt", with(copy, mapping, key + "x", value)));
                mapping.remove(key + "x");
                mapping.set(key, wrong);
            }
            faults.add(new Broken(pointer + " is " + wrong, copy.toString()));
        });
        return faults;
    }

    private static String with(JsonNode root, ObjectNode mapping, String key, JsonNode value) {
        mapping.set(key, value);
        return root.toString();
    }

    private static void walk(JsonNode node, String pointer, Consumer<String> visit) {
        if (!pointer.isEmpty()) {
            visit.accept(pointer);
        }
        if (node.isObject()) {
            node.propertyStream()
                    .forEach(entry -> walk(
                            entry.getValue(),
                            pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
                            visit));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(node.get(i), pointer + "/" + i, visit);
        }
    }

    private static Set<String> findings(List<Diagnostic> errors) {
        return errors.stream()
                .filter(error -> !isOfSchema(error))
                // One cluster speaks for all that have a fault from their defaults.
                .map(error -> error.rule() + ": " + error.message().replaceAll("cluster `[^`]*`", "cluster"))
                .collect(Collectors.toSet());
    }

    private static List<Diagnostic> errors(String text) {
        return Samples.validate("mesh.json", text).diagnostics();
    }

    private static boolean isOfSchema(Diagnostic error) {
        return error.rule().value().startsWith("schema-");
    }

    private static JsonNode tree(Path spec) throws IOException {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(spec));
        return JSON.valueToTree(loaded);
    }

    private static Stream<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }
}
