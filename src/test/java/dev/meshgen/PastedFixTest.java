package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever pastes what the hints propose has a valid specification. */
class PastedFixTest {
    private static final Pattern PROPOSED =
            Pattern.compile("(?:such as|Write|[Uu]se|Did you mean) `([^`]+)`|in quotes: (\"[^\"]+\")");

    private static final String SPEC = """
            apiVersion: meshgen.dev/v1alpha1
            kind: Mesh
            metadata: {name: contoso}
            spec:
              azure:
                subscriptionId: 11111111-1111-1111-1111-111111111111
                tenantId: 22222222-2222-2222-2222-222222222222
                sharedCluster: one
                adminGroupObjectIds: []
                keyVault: {allowedIpRanges: [], purgeProtection: false}
                bastion: {enabled: true}
                tags: {}
              istio: {version: 1.31.0, cni: true}
              clusterDefaults:
                kubernetesVersion: "1.35"
                zones: ["1"]
                nodePools:
                  system: {vmSize: Standard_D4ds_v5}
                  user: {vmSize: Standard_D8ds_v5, minCount: 2}
              clusters:
              - name: one
                region: westeurope
                network: {addressSpace: 10.52.0.0/16}
              - name: two
                region: northeurope
                network: {addressSpace: 10.53.0.0/16}
              applications:
              - name: echo
                image: example.com/echo:1
                port: 8080
                runsIn: [one]
                callers: []
                writablePaths: []
              catalog:
                istio: {}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"inside-another", "one-range-for-all", "three-at-once"})
    void ranges_work_when_all_are_pasted(String name) throws IOException {
        Path spec = Path.of("src/test/resources/spec/invalid/network-overlap--" + name + ".yaml");

        assertThat(errors(pasted(Files.readString(spec)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zones: [\"1\"] | zones: 1,2",
                "zones: [\"1\"] | zones: 1",
                "zones: [\"1\"] | zones: '1, 2, 3'",
                "zones: [\"1\"] | zones: [1, 2]",
                "zones: [\"1\"] | zones: all",
                "zones: [\"1\"] | zones: 4",
                "callers: [] | callers: '*'",
                "runsIn: [one] | runsIn: one",
                "runsIn: [one] | runsIn: one, two",
                "writablePaths: [] | writablePaths: /tmp /run",
                "adminGroupObjectIds: [] | adminGroupObjectIds: 33333333-3333-3333-3333-333333333333",
                "allowedIpRanges: [] | allowedIpRanges: 203.0.113.0/24",
                "istio: {} | istio: {'1.32': {kubernetes: 1.35}}",
                "istio: {} | istio: {'1.32': 1.35}",
                "istio: {version: 1.31.0, cni: true} | istio: 1.31.0",
                "istio: {version: 1.31.0, cni: true} | istio: [1.31.0]",
                "version: 1.31.0 | version: [1.31.0]",
                "cni: true | cni: 'true'",
                "bastion: {enabled: true} | bastion: false",
                "network: {addressSpace: 10.53.0.0/16} | network: 10.53.0.0/16",
                "minCount: 2 | minCount: '3'",
                "region: northeurope | region: [northeurope]",
                "kubernetesVersion: \"1.35\" | kubernetesVersion: 1.35",
            })
    void a_value_of_another_type_is_right_when_its_hint_is_pasted(String right, String wrong) {
        assertThat(errors(SPEC)).isEmpty();
        assertThat(SPEC).containsOnlyOnce(right);
        String spec = SPEC.replace(right, wrong);
        assertThat(errors(spec)).isNotEmpty();

        assertThat(errors(pasted(spec))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Standard_D4s_v55",
                "Standard_D2s_v55",
                "Standard_D17dsv5",
                "Standard_D2sd_v55",
                "Standard_D4s_v5",
                "Standard_D2s_v5",
                "Standard_E2as_v5",
                "Standard_B4as_v2",
                "Standard_Nonsense"
            })
    void a_size_fits_the_disk_of_its_pool_when_its_hint_is_pasted(String size) {
        for (String disk : List.of("osDiskSizeGb: 64", "osDiskSizeGb: 512", "osDiskType: Managed")) {
            for (String pool : List.of("Standard_D4ds_v5", "Standard_D8ds_v5")) {
                String spec = SPEC.replace(pool, size + ", " + disk);

                assertThat(found(pasted(spec))).as(pasted(spec)).isEmpty();
            }
        }
    }

    /** With the last value that each hint proposes, in the place of the wrong one. */
    private static String pasted(String spec) {
        List<String> lines = new ArrayList<>(List.of(spec.split("\n", -1)));
        SortedMap<String, JsonNode> places = new TreeMap<>();
        found(spec).forEach(each -> places.put(each.get("line") + ":" + each.get("column"), each));
        places.values().stream()
                .sorted(Comparator.comparingInt(PastedFixTest::column).reversed())
                .forEach(each -> {
                    String proposed = null;
                    for (Matcher hint = PROPOSED.matcher(each.get("hint").stringValue()); hint.find(); ) {
                        proposed = hint.group(1) == null ? hint.group(2) : hint.group(1);
                    }
                    assertThat(proposed).as("%s", each).isNotNull();
                    int number = each.get("line").asInt() - 1;
                    String line = lines.get(number);
                    lines.set(
                            number,
                            line.substring(0, column(each) - 1)
                                    + proposed
                                    + line.substring(column(each)
                                            - 1
                                            + each.get("length").asInt()));
                });
        return String.join("\n", lines);
    }

    private static int column(JsonNode diagnostic) {
        return diagnostic.get("column").asInt();
    }

    private static List<JsonNode> errors(String spec) {
        return found(spec).stream()
                .filter(each -> each.get("severity").stringValue().equals("error"))
                .toList();
    }

    private static List<JsonNode> found(String spec) {
        Meshgen.Run run = Meshgen.runOn(spec, "validate", "-", "-o", "json", "--as-of", "2026-11-22");
        JsonNode json = new JsonMapper().readTree(run.out());
        return Arrays.asList(json.get("diagnostics").valueStream().toArray(JsonNode[]::new));
    }
}
