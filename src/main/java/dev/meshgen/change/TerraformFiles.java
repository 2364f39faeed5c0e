package dev.meshgen.change;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a tree that describe Azure.
 *
 * @param clusters by name
 * @param regions by name
 * @param shared what all clusters use, the mesh's variables and the peerings
 */
record TerraformFiles(
        SortedMap<String, TerraformValues> clusters,
        SortedMap<String, TerraformValues> regions,
        TerraformValues shared) {
    private static final Pattern FILE = Pattern.compile("terraform/(cluster|region)-([a-z0-9-]+)\\.tf");

    /** @param texts of all files, by path */
    static TerraformFiles of(Map<String, String> texts) {
        SortedMap<String, TerraformValues> clusters = new TreeMap<>();
        SortedMap<String, TerraformValues> regions = new TreeMap<>();
        texts.forEach((path, text) -> {
            Matcher file = FILE.matcher(path);
            if (file.matches()) {
                (file.group(1).equals("cluster") ? clusters : regions).put(file.group(2), TerraformValues.of(text));
            }
        });
        TerraformValues shared = TerraformValues.of(
                texts.getOrDefault("terraform/terraform.tfvars", "") + texts.getOrDefault("terraform/shared.tf", ""));
        addPeerings(clusters, shared);
        return new TerraformFiles(
                Collections.unmodifiableSortedMap(clusters), Collections.unmodifiableSortedMap(regions), shared);
    }

    static boolean isOfCluster(String path) {
        Matcher file = FILE.matcher(path);
        return file.matches() && file.group(1).equals("cluster");
    }

    /** Each cluster's network has one to each other's. */
    private static void addPeerings(Map<String, TerraformValues> clusters, TerraformValues shared) {
        clusters.forEach((from, values) -> clusters.keySet().stream()
                .filter(to -> !to.equals(from))
                .forEach(to -> {
                    String network = values.get("names.virtual_network").orElse(from);
                    String name = "peerings." + network.replaceFirst("-vnet$", "") + "-to-" + to;
                    shared.add(name + ".from", from);
                    shared.add(name + ".to", to);
                }));
    }
}
