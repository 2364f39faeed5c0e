package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.testing.Samples;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The last value that a rule allows, and the first that it refuses. */
class ExactLimitTest {
    /** What a row of the table may replace, and what is there otherwise. */
    private static final Map<String, String> PLACES = Map.of(
            "mesh", "contoso",
            "azure", "tags: {}",
            "authority", "issuer: meshgen",
            "space", "10.52.0.0/16",
            "network", "",
            "pools", "",
            "one", "",
            "two", "name: two, network: {addressSpace: 10.53.0.0/16}",
            "shop", "port: 8080");

    private static final String SPEC = """
            apiVersion: meshgen.dev/v1alpha1
            kind: Mesh
            metadata: {name: <mesh>}
            spec:
              azure:
                subscriptionId: 11111111-1111-1111-1111-111111111111
                tenantId: 22222222-2222-2222-2222-222222222222
                sharedCluster: one
                <azure>
              istio: {version: 1.31.0}
              certificateAuthority: {<authority>}
              clusterDefaults: {kubernetesVersion: "1.35"}
              clusters:
              - {name: one, region: westeurope, nodePools: {<pools>},
                 network: {addressSpace: <space>, <network>}, <one>}
              - {region: northeurope, <two>}
              applications:
              - {name: shop, image: registry.k8s.io/echoserver:1.10, runsIn: [one], <shop>}
            """;

    private static String spec(Map<String, String> replaced) {
        Map<String, String> places = new HashMap<>(PLACES);
        places.putAll(replaced);
        String spec = SPEC;
        for (var place : places.entrySet()) {
            spec = spec.replace("<" + place.getKey() + ">", place.getValue());
        }
        return spec;
    }

    /**
     * @param given a place and its text, as in {@code one=pods: overlay}, more after semicolons; or
     *     a dash
     * @param place whose text is on either side of the limit
     * @param hint where it is refused
     */
    @ParameterizedTest
    @CsvFileSource(resources = "/spec/limits.txt", delimiterString = " | ", quoteCharacter = '\0')
    void a_rule_allows_its_limit_and_refuses_what_is_beyond(
            String rule, String given, String place, String allowed, String refused, String hint) {
        Map<String, String> places = new HashMap<>();
        for (String each : given.split("; ")) {
            places.put(each.replaceFirst("=.*", ""), each.replaceFirst("[^=]*=", ""));
        }
        places.put(place, allowed);
        assertThat(findings(rule, spec(places))).isEmpty();
        places.put(place, refused);
        assertThat(findings(rule, spec(places)))
                .extracting(each -> each.hint().orElseThrow())
                .containsExactly(hint);
    }

    @Test
    void the_ranges_of_an_api_server_count_with_the_clusters() {
        assertThat(findings("api-server-ranges", ranges(198))).isEmpty();
        assertThat(findings("api-server-ranges", ranges(199)))
                .extracting(each -> each.hint().orElseThrow())
                .containsExactly("Merge ranges: at most 198 fit.");
    }

    private static String ranges(int number) {
        String ranges = IntStream.rangeClosed(1, number)
                .mapToObj(i -> "203.0.113." + i + "/32")
                .collect(Collectors.joining(", "));
        return spec(Map.of("one", "apiServer: {authorizedIpRanges: [" + ranges + "]}"));
    }

    @Test
    void a_network_that_is_too_small_to_divide_is_one_finding() {
        Map<String, String> places = Map.of(
                "space", "10.52.0.0/28", "shop", "port: 8080, ingress: {cluster: one, host: shop.contoso.example}");

        assertThat(Samples.validate("mesh.yaml", spec(places)).diagnostics())
                .extracting(each -> each.rule().value())
                .containsExactly("address-space-size");
    }

    @Test
    void each_service_range_that_hides_a_network_is_a_finding() {
        Map<String, String> places = Map.of(
                "network", "serviceCidr: 10.53.0.0/17",
                "two", "name: two, network: {addressSpace: 10.53.0.0/16, serviceCidr: 10.53.128.0/17}");

        assertThat(findings("service-range-overlap", spec(places))).hasSize(2);
    }

    @Test
    void a_disk_is_to_blame_where_the_default_would_fit() {
        assertThat(blamed("vmSize: Standard_F8s_v2, osDiskSizeGb: 129")).startsWith("129");
        assertThat(blamed("vmSize: Standard_D2ds_v5, osDiskSizeGb: 129")).startsWith("Standard");
    }

    /** The text from the place of the finding on. */
    private static String blamed(String pool) {
        String spec = spec(Map.of("pools", "user: {" + pool + "}"));
        SourceSpan place = findings("ephemeral-disk", spec).get(0).span();
        return spec.lines().toList().get(place.line() - 1).substring(place.column() - 1);
    }

    private static List<Diagnostic> findings(String rule, String spec) {
        List<Diagnostic> all = Samples.validate("mesh.yaml", spec).diagnostics();
        assertThat(all).extracting(each -> each.rule().value()).noneMatch(each -> each.matches("(yaml|schema)-.*"));
        return all.stream().filter(each -> each.rule().value().equals(rule)).toList();
    }
}
