package dev.meshgen.schema;

import static dev.meshgen.testing.Meshgen.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.Aks;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.ApplicationGateway;
import dev.meshgen.mesh.Bastion;
import dev.meshgen.mesh.CertificateAuthority;
import dev.meshgen.mesh.ContainerRegistry;
import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.mesh.KeyVault;
import dev.meshgen.mesh.LogAnalytics;
import dev.meshgen.mesh.OsDisk;
import dev.meshgen.mesh.OwnAuthority;
import dev.meshgen.mesh.PodNetworking;
import dev.meshgen.mesh.Revisions;
import dev.meshgen.mesh.Zone;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema is the field reference: complete, closed, and its defaults are right. */
class SchemaTest {
    private static final JsonNode SCHEMA = new JsonMapper()
            .readTree(Path.of("schemas/mesh.v1alpha1.schema.json").toFile());

    /** Keywords of JSON Schema 2020-12 that we use. */
    private static final Set<String> STANDARD = Set.of(
            "$schema",
            "$id",
            "$ref",
            "$defs",
            "title",
            "description",
            "default",
            "examples",
            "type",
            "const",
            "enum",
            "properties",
            "required",
            "additionalProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "pattern",
            "format");

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
                .filter(located -> located.node().has("pattern")
                        && !located.node()
                                .path("patternErrorMessage")
                                .asString("")
                                .matches("Use .+\\."))
                .map(Located::pointer)
                .toList();

        assertThat(wordless).isEmpty();
    }

    @Test
    void every_closed_set_is_an_enum_of_the_domain() {
        Map<String, List<String>> sets = new TreeMap<>();
        subschemas().stream()
                .filter(located -> located.node().has("enum"))
                .forEach(located -> sets.put(located.pointer(), words(located.node())));

        assertThat(sets)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        set("skuTier", Aks.Tier.values()),
                        set("zones/items", Zone.values()),
                        set("pods", PodNetworking.values()),
                        set("containerRegistry/properties/sku", ContainerRegistry.Sku.values()),
                        set("keyVault/properties/sku", KeyVault.Sku.values()),
                        set("keyVault/properties/access", KeyVault.Access.values()),
                        set("logAnalytics/properties/kubernetesAudit", LogAnalytics.Audit.values()),
                        set("bastion/properties/sku", Bastion.Sku.values()),
                        set("istio/properties/injection", Revisions.Label.values()),
                        set("certificateAuthority/properties/issuer", CertificateAuthority.Issuer.values()),
                        set("certificateAuthority/properties/keyAlgorithm", KeyAlgorithm.values()),
                        set("certificateAuthority/properties/root", OwnAuthority.Root.values()),
                        set(
                                "certificateAuthority/properties/rootKeyEncryption",
                                OwnAuthority.RootKeyEncryption.values()),
                        set("nodePool/properties/osDiskType", OsDisk.Type.values()),
                        set("applicationGateway/properties/sku", ApplicationGateway.Sku.values()),
                        set("applicationGateway/properties/firewallMode", ApplicationGateway.FirewallMode.values()),
                        set("ingress/properties/tls", Application.Ingress.Encryption.values()))));
    }

    private static List<String> words(JsonNode set) {
        return set.get("enum").valueStream().map(JsonNode::stringValue).toList();
    }

    private static Map.Entry<String, List<String>> set(String pointer, Enum<?>... values) {
        return Map.entry(
                "/$defs/" + pointer, Stream.of(values).map(Enum::toString).toList());
    }

    @Test
    void every_pattern_comes_with_examples_that_fit_it_to_stand_where_a_value_is_refused() {
        for (Located located : subschemas()) {
            JsonNode pattern = located.node().get("pattern");
            if (pattern != null && !located.pointer().endsWith("/propertyNames")) {
                assertThat(located.node().path("examples").valueStream())
                        .as(located.pointer())
                        .hasSizeGreaterThanOrEqualTo(StandIns.READINGS)
                        .doesNotHaveDuplicates()
                        .allMatch(example -> example.stringValue().matches(pattern.stringValue()));
            }
        }
    }

    @Test
    void every_pattern_bounds_the_length_of_a_value_or_says_it_beside() {
        for (Located located : subschemas()) {
            JsonNode pattern = located.node().get("pattern");
            if (pattern != null && pattern.stringValue().matches(".*[)\\]][*+].*")) {
                assertThat(located.node().path("maxLength").asInt(Integer.MAX_VALUE))
                        .as(located.pointer())
                        .isLessThanOrEqualTo(SchemaChecker.LONGEST);
            }
        }
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

    @Test
    void the_schema_for_strict_validators_has_standard_keywords_alone() {
        Run run = run("schema", "--strict");

        assertThat(run.exit()).isZero();
        JsonNode strict = new JsonMapper().readTree(run.out());
        List<Located> all = new ArrayList<>();
        walk("", strict, all);
        assertThat(all.stream()
                        .filter(located -> !located.pointer().matches(".*/(properties|[$]defs)"))
                        .flatMap(located -> located.node().propertyNames().stream()))
                .contains("pattern", "examples", "default")
                .doesNotContain("format")
                .isSubsetOf(STANDARD);
        assertThat(all).hasSameSizeAs(subschemas());
    }

    @Test
    void the_schema_that_is_printed_is_the_one_that_checks() throws IOException {
        assertThat(run("schema").out()).isEqualTo(Files.readString(Path.of("schemas/mesh.v1alpha1.schema.json")));
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
