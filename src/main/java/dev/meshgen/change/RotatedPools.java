package dev.meshgen.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds node pools whose nodes the provider replaces through a temporary pool: Terraform plans that
 * as an update.
 */
public final class RotatedPools {
    private static final List<String> POOLS = List.of("system", "user");

    /** Of a pool's own; its cluster gives it others. */
    private static final Map<String, String> SETTINGS = Words.ordered(
            "vm_size", "VM size",
            "max_pods", "pods per node",
            "os_disk_type", "OS disk",
            "os_disk_size_gb", "size of the OS disk");

    private final SortedMap<String, List<String>> found = new TreeMap<>();

    private RotatedPools() {}

    /**
     * Pools with what changes of each, such as {@code user (VM size)}, by cluster.
     *
     * @param before texts of the files of the tree that was applied, by path
     * @param after texts of the files of the tree that will be applied, by path
     * @param azure what is destroyed or replaced: nothing in it is rotated
     */
    public static SortedMap<String, List<String>> changed(
            Map<String, String> before, Map<String, String> after, Collection<AzureChange> azure) {
        RotatedPools pools = new RotatedPools();
        SortedMap<String, TerraformValues> old = TerraformFiles.of(before).clusters();
        TerraformFiles.of(after).clusters().forEach((name, now) -> {
            String address = "module.cluster-" + name + ".azurerm_kubernetes_cluster.this";
            boolean stays = azure.stream().noneMatch(change -> change.address().equals(address));
            if (stays && old.containsKey(name)) {
                POOLS.forEach(pool -> pools.compare(name, pool, old.get(name), now));
            }
        });
        return Collections.unmodifiableSortedMap(pools.found);
    }

    private void compare(String cluster, String pool, TerraformValues old, TerraformValues now) {
        List<String> changes = new ArrayList<>();
        SETTINGS.forEach((key, words) -> {
            String path = pool + "_node_pool." + key;
            if (!old.get(path).equals(now.get(path))) {
                changes.add(words);
            }
        });
        if (!old.get("zones").equals(now.get("zones"))) {
            changes.add("zones");
        }
        if (hasPodSubnet(old) != hasPodSubnet(now)) {
            changes.add("subnet of pods");
        }
        if (!changes.isEmpty()) {
            found.computeIfAbsent(cluster, each -> new ArrayList<>())
                    .add(pool + " (" + String.join(", ", changes) + ")");
        }
    }

    private static boolean hasPodSubnet(TerraformValues cluster) {
        return cluster.get("pods").filter("subnet"::equals).isPresent();
    }
}
