package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code meshgen show} prints is the same specification, with nothing left to look up. */
class ShowCommandTest {
    /** Strings that some reader of YAML takes for something else, or that have to be escaped. */
    private static final List<String> ODD = List.of(
            "on",
            "No",
            "y",
            "~",
            "null",
            "true",
            "1.35",
            "1e3",
            "0x1F",
            "0o17",
            "017",
            "1_000",
            "1:30",
            "2027-03-31",
            ".inf",
            "-",
            "=",
            "<<",
            "",
            " led by a space",
            "ends in one ",
            "a: b",
            "a #b",
            "[a]",
            "{a}",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "'a'",
            "\"a\"",
            "a\\b",
            "two\nlines",
            "a\ttab",
            "ends:",
            "Zürich",
            "\u2028",
            "😀");

    static Stream<Path> specs() throws IOException {
        try (Stream<Path> valid = Files.list(Path.of("src/test/resources/spec/valid"))) {
            Stream<Path> samples = Samples.names().stream().map(name -> Path.of("samples", name, "mesh.yaml"));
            return Stream.concat(samples, valid.sorted()).toList().stream();
        }
    }

    private static Run show(String text, String... options) {
        String[] arguments = Stream.concat(Stream.of("show", "-", "--as-of", "2026-11-22"), Stream.of(options))
                .toArray(String[]::new);
        return Meshgen.runOn(text, arguments);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void what_it_prints_generates_the_same_tree_lock_included(Path spec) throws IOException {
        Run run = show(Files.readString(spec));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(tree(run.out())).isEqualTo(tree(Files.readString(spec)));
    }

    /** The tree in memory, with the digest of the specification that its lock holds. */
    private static OutputTree tree(String spec) {
        return Samples.validate("mesh.yaml", spec)
                .then(checked -> Samples.GENERATOR.render(checked, Optional.empty()))
                .value()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void what_it_prints_is_already_complete(Path spec) throws IOException {
        String once = show(Files.readString(spec)).out();

        assertThat(show(once).out()).isEqualTo(once);
        assertThat(once).doesNotContain("clusterDefaults");
    }

    @ParameterizedTest
    @MethodSource("specs")
    void readers_of_yaml_1_1_and_1_2_read_the_same(Path spec) throws IOException {
        String shown = show(Files.readString(spec)).out();

        Object newer = new Load(LoadSettings.builder().build()).loadFromString(shown);
        Object older = new Yaml().load(shown);
        assertThat(older).isEqualTo(newer);
    }

    @Test
    void a_string_stays_a_string_for_readers_of_yaml_1_1_and_1_2() throws IOException {
        JsonMapper json = new JsonMapper();
        for (String odd : ODD) {
            String spec = Files.readString(Path.of("samples/two-regions/mesh.yaml"))
                    .replaceFirst(
                            "tags: .*",
                            "tags: {environment: demo, quoted: "
                                    + json.writeValueAsString(odd)
                                            .replace("\\", "\\\\")
                                            .replace("$", "\\$") + "}");
            Run run = show(spec);

            assertThat(run.exit()).as(run.err()).isZero();
            for (Object read : List.of(
                    new Load(LoadSettings.builder().build()).loadFromString(run.out()), new Yaml().load(run.out()))) {
                JsonNode tree = json.valueToTree(read);
                assertThat(tree.at("/spec/azure/tags/quoted")).isEqualTo(json.valueToTree(odd));
            }
        }
    }

    @Test
    void a_key_stays_a_string_for_readers_of_yaml_1_1_and_1_2() throws IOException {
        String spec = Files.readString(Path.of("samples/two-regions/mesh.yaml"))
                .replaceFirst("tags: .*", "tags: {\"on\": a, \"1.35\": b, \"~\": c, \"a: b\": d}");
        String shown = show(spec).out();

        Map<String, Object> tags = Map.of("on", "a", "1.35", "b", "~", "c", "a: b", "d");
        for (Object read :
                List.of(new Load(LoadSettings.builder().build()).loadFromString(shown), new Yaml().load(shown))) {
            assertThat(((Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) read).get("spec")).get("azure")).get("tags"))
                    .isEqualTo(tags);
        }
    }

    @Test
    void derived_names_and_ranges_are_a_document_of_their_own() throws IOException {
        Run run = show(Files.readString(Path.of("samples/five-clusters/mesh.yaml")), "--derived");

        List<Object> documents = Stream.iterate(
                        new Load(LoadSettings.builder().build())
                                .loadAllFromString(run.out())
                                .iterator(),
                        all -> all)
                .limit(2)
                .map(java.util.Iterator::next)
                .toList();
        JsonNode derived = new JsonMapper().valueToTree(documents.get(1)).get("derived");
        assertThat(run.out())
                .startsWith(show(Files.readString(Path.of("samples/five-clusters/mesh.yaml")))
                        .out());
        assertThat(derived.get("clusters").propertyNames()).hasSize(5);
        derived.get("clusters")
                .forEach(cluster -> assertThat(
                                cluster.get("subnets").get("System").stringValue())
                        .matches("10\\..*/\\d+"));
    }

    @Test
    void a_specification_with_errors_prints_them_and_nothing_else() {
        Run run = show("kind: Mash\n");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Did you mean `Mesh`?");
    }
}
