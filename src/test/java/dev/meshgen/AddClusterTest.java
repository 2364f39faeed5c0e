package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.FileTree;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A mesh grows without touching what is there: a new cluster changes only the files that are about all clusters. */
class AddClusterTest {
    /** Files under terraform/ that every new cluster changes, with the reason. */
    private static final SortedMap<String, String> ABOUT_ALL_CLUSTERS = new TreeMap<>(Map.of(
            "terraform/shared.tf", "registry, Key Vault and private DNS are granted and linked cluster by cluster"));

    /** Files under terraform/ that every new region changes too, with the reason. */
    private static final SortedMap<String, String> ABOUT_ALL_REGIONS = new TreeMap<>(Map.of(
            "terraform/shared.tf",
            ABOUT_ALL_CLUSTERS.get("terraform/shared.tf"),
            "terraform/tests/mesh.tftest.hcl",
            "the tree's own test asserts the Bastion and the workspace of each region"));

    /** Files beside terraform/ and clusters/ that tell of the mesh as a whole. */
    private static final SortedMap<String, String> ABOUT_THE_MESH = new TreeMap<>(Map.of(
            "README.md", "the runbook lists all clusters",
            "scripts/env.sh", "the scripts' only place for values",
            "topology.svg", "the picture of the mesh",
            "topology.mmd", "the same picture, for GitHub"));

    @Test
    void a_cluster_in_a_region_that_has_clusters_changes_only_what_is_about_all() {
        Change change = adding("five-clusters", "haarlem", "westeurope", "");

        assertThat(change.changedUnder("terraform/", "clusters/")).isEqualTo(ABOUT_ALL_CLUSTERS.keySet());
        assertThat(change.changedElsewhere()).isSubsetOf(ABOUT_THE_MESH.keySet());
        assertThat(change.removed()).isEmpty();
        assertThat(change.added()).allMatch(path -> path.contains("haarlem"));
        assertThat(change.added()).contains("terraform/cluster-haarlem.tf", "clusters/haarlem/istio/operator.yaml");
    }

    @Test
    void a_cluster_in_a_region_of_its_own_changes_only_what_is_about_all() {
        Change change = adding("five-clusters", "oslo", "norwayeast", "");

        assertThat(change.changedUnder("terraform/", "clusters/")).isEqualTo(ABOUT_ALL_REGIONS.keySet());
        assertThat(change.changedElsewhere()).isSubsetOf(ABOUT_THE_MESH.keySet());
        assertThat(change.removed()).isEmpty();
        assertThat(change.added()).allMatch(path -> path.contains("oslo") || path.contains("norwayeast"));
        assertThat(change.added()).contains("terraform/region-norwayeast.tf", "clusters/oslo/namespaces.yaml");
    }

    @Test
    void a_cluster_on_a_network_of_its_own_changes_only_what_is_about_all() {
        Change change = adding("five-clusters", "oslo", "norwayeast", ", pods: overlay");

        assertThat(change.changedUnder("terraform/", "clusters/")).isEqualTo(ABOUT_ALL_REGIONS.keySet());
        assertThat(change.changedElsewhere()).isSubsetOf(ABOUT_THE_MESH.keySet());
        assertThat(change.removed()).isEmpty();
    }

    /** Others can reach it only through gateways, which have a namespace of their own. */
    @Test
    void the_first_cluster_on_a_second_network_gives_every_other_one_a_way_in() {
        Change change = adding("two-regions", "oslo", "norwayeast", ", pods: overlay");

        Set<String> expected = Set.of(
                "clusters/one/istio/operator.yaml",
                "clusters/one/namespaces.yaml",
                "clusters/two/istio/operator.yaml",
                "clusters/two/namespaces.yaml");
        assertThat(change.changedUnder("clusters/")).isEqualTo(expected);
        assertThat(change.added())
                .contains(
                        "clusters/one/istio/cross-network-gateway.yaml",
                        "clusters/two/istio/cross-network-gateway.yaml");
    }

    @ParameterizedTest
    @MethodSource("dev.meshgen.testing.Samples#names")
    void the_order_of_a_specification_changes_nothing(String sample) {
        String text = Samples.text(sample).text();
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);

        String reversed = new Yaml().dump(reversed(document));

        assertThat(reversed).isNotEqualTo(new Yaml().dump(document));
        assertThat(Meshgen.tree(reversed)).isEqualTo(Meshgen.tree(text));
    }

    /** Paths that a change touched. */
    private record Change(Set<String> added, Set<String> removed, Set<String> changed) {
        static Change between(SortedMap<String, FileTree.File> before, SortedMap<String, FileTree.File> after) {
            return new Change(
                    after.keySet().stream()
                            .filter(path -> !before.containsKey(path))
                            .collect(Collectors.toSet()),
                    before.keySet().stream()
                            .filter(path -> !after.containsKey(path))
                            .collect(Collectors.toSet()),
                    before.keySet().stream()
                            .filter(path ->
                                    after.containsKey(path) && !before.get(path).equals(after.get(path)))
                            .collect(Collectors.toSet()));
        }

        Set<String> changedUnder(String... folders) {
            return changed.stream()
                    .filter(path -> List.of(folders).stream().anyMatch(path::startsWith))
                    .collect(Collectors.toSet());
        }

        Set<String> changedElsewhere() {
            return changed.stream()
                    .filter(path -> !path.startsWith("terraform/") && !path.startsWith("clusters/"))
                    .collect(Collectors.toSet());
        }
    }

    private static Change adding(String sample, String cluster, String region, String more) {
        String text = Samples.text(sample).text();
        // First in the list, so that every other cluster's position changes too.
        String larger = text.replace(
                "\n  clusters:\n",
                "\n  clusters:\n  - {name: %s, region: %s, network: {addressSpace: 10.99.0.0/16}%s}\n"
                        .formatted(cluster, region, more));
        return Change.between(Meshgen.tree(text).files(), Meshgen.tree(larger).files());
    }

    /** The same document with every list and every mapping back to front. */
    private static Object reversed(Object value) {
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(reversed(item)));
            Collections.reverse(items);
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            List<Object> keys = new ArrayList<>(map.keySet());
            Collections.reverse(keys);
            Map<Object, Object> entries = new LinkedHashMap<>();
            keys.forEach(key -> entries.put(key, reversed(map.get(key))));
            return entries;
        }
        return value;
    }
}
