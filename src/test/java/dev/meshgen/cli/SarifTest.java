package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the commands print for code scanning is valid by the schema of OASIS. */
class SarifTest {
    private static final Schema SARIF = schema();

    @TempDir
    private Path temporary;

    private Path folder;
    private Path spec;

    @BeforeEach
    void copy() throws IOException {
        folder = Files.createDirectory(temporary.resolve("a mesh [of Zoë]: 100%"));
        spec = Files.copy(Path.of("samples/two-regions/mesh.yaml"), folder.resolve("mesh.yaml"));
    }

    private static Schema schema() {
        SchemaRegistryConfig strict =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        try (InputStream json = SarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            return SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_7, builder -> builder.schemaRegistryConfig(strict))
                    .getSchema(new JsonMapper().readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Error> faults(String text) {
        return SARIF.validate(text, InputFormat.JSON);
    }

    /** The rules of the results of a run, once the schema has been asked. */
    private static List<String> rules(String command, Object... more) {
        List<String> words = Stream.concat(
                        Stream.of(command),
                        Stream.concat(Stream.of(more), Stream.of("-o", "sarif", "--as-of", Samples.DAY)))
                .map(Object::toString)
                .toList();
        String text = Meshgen.run(words.toArray(String[]::new)).out();
        assertThat(faults(text)).as(text).isEmpty();
        return results(text)
                .valueStream()
                .map(each -> each.get("ruleId").stringValue())
                .toList();
    }

    private static JsonNode results(String text) {
        return new JsonMapper().readTree(text).at("/runs/0/results");
    }

    static Stream<Path> faultySpecifications() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/spec/several"))) {
            return files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("faultySpecifications")
    void validate_is_valid_with_every_diagnostic(Path faulty) throws IOException {
        Files.copy(faulty, folder.resolve("faulty.yaml"));

        assertThat(rules("validate", folder.resolve("faulty.yaml"))).isNotEmpty();
    }

    @Test
    void validate_is_valid_without_a_finding_and_without_a_file() {
        assertThat(rules("validate", spec)).isEmpty();
        assertThat(rules("validate", folder.resolve("none.yaml"))).containsExactly("source-unreadable");
    }

    @Test
    void check_is_valid_in_every_state() throws IOException {
        Path tree = folder.resolve("tree");
        Meshgen.run("generate", "--without-ca", spec.toString(), "-d", tree.toString());
        Files.writeString(tree.resolve("scripts/up.sh"), "mine");
        Files.delete(tree.resolve("scripts/down.sh"));
        Files.writeString(tree.resolve("terraform/my own.tf"), "");
        Path lock = tree.resolve("meshgen.lock.json");
        Files.copy(tree.resolve("scripts/lib.sh"), tree.resolve("scripts/old.sh"));
        Files.writeString(lock, Files.readString(lock).replace("scripts/lib.sh\"", "scripts/old.sh\""));

        assertThat(rules("check", spec, "-d", tree))
                .contains("check-edited", "check-missing", "check-foreign", "check-orphan", "check-stale");
    }

    @Test
    void diff_is_valid_with_what_azure_loses() throws IOException {
        Path moved = folder.resolve("moved.yaml");
        Files.writeString(moved, Files.readString(spec).replace("region: northeurope", "region: swedencentral"));

        assertThat(rules("diff", spec, moved)).contains("azure-replace", "azure-destroy");
        assertThat(rules("diff", spec, spec)).isEmpty();
        Files.writeString(moved, Files.readString(spec).replace(Samples.ISTIO, "none"));
        assertThat(rules("diff", spec, moved)).contains("schema-pattern");
    }

    @Test
    void the_schema_refuses_a_log_with_a_fault() throws IOException {
        Files.writeString(spec, "kind: Mesh\n");
        String text = Meshgen.run("validate", spec.toString(), "-o", "sarif").out();

        assertThat(faults(text)).isEmpty();
        assertThat(faults(text.replace("\"message\"", "\"messages\""))).isNotEmpty();
        assertThat(faults(text.replace("%20", " "))).isNotEmpty();
        assertThat(faults(text.replace("\"error\"", "\"fatal\""))).isNotEmpty();
        assertThat(text.replace("%20", " ")).isNotEqualTo(text);
    }
}
