package dev.meshgen.change;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the files of a tree say of a mesh: values, by the words that a summary has for them.
 *
 * @param mesh of the mesh as a whole
 * @param clusters by name, as are regions and applications
 * @param shared of what all clusters use
 */
record MeshFacts(
        Map<String, String> mesh,
        SortedMap<String, Map<String, String>> clusters,
        Map<String, String> shared,
        SortedMap<String, Map<String, String>> regions,
        SortedMap<String, Map<String, String>> applications) {
    private static final Pattern APPLICATION =
            Pattern.compile("clusters/[a-z0-9-]+/(applications|ingress)/([a-z0-9-]+)\\.yaml");

    /** @param texts of all files, by path */
    static MeshFacts of(Map<String, String> texts) {
        TerraformFiles terraform = TerraformFiles.of(texts);
        ScriptValues scripts = ScriptValues.of(texts.getOrDefault("scripts/env.sh", ""));
        SortedMap<String, Map<String, String>> clusters = new TreeMap<>();
        Map<String, String> mesh = scripts.ofMesh();
        terraform.clusters().forEach((name, values) -> {
            Map<String, String> facts = TerraformWords.CLUSTER.in(values);
            String operator = texts.getOrDefault("clusters/" + name + "/istio/operator.yaml", "");
            facts.putAll(ManifestWords.CLUSTER.in(operator));
            scripts.of("ISTIO_NETWORK", name).ifPresent(network -> facts.put("Istio network", network));
            clusters.put(name, facts);
            ManifestWords.MESH.in(operator).forEach(mesh::putIfAbsent);
            ManifestWords.NAMESPACES
                    .in(texts.getOrDefault("clusters/" + name + "/namespaces.yaml", ""))
                    .forEach(mesh::putIfAbsent);
            ManifestWords.ISTIO_CSR
                    .in(texts.getOrDefault("helm/" + name + "/istio-csr.yaml", ""))
                    .forEach(mesh::putIfAbsent);
        });
        Map<String, String> shared = TerraformWords.SHARED.in(terraform.shared());
        terraform
                .shared()
                .keys("tags")
                .forEach(
                        tag -> terraform.shared().get("tags." + tag).ifPresent(value -> mesh.put("tag " + tag, value)));
        SortedMap<String, Map<String, String>> regions = new TreeMap<>();
        terraform.regions().forEach((name, values) -> regions.put(name, TerraformWords.REGION.in(values)));
        return new MeshFacts(mesh, clusters, shared, regions, applications(texts, scripts));
    }

    private static SortedMap<String, Map<String, String>> applications(
            Map<String, String> texts, ScriptValues scripts) {
        SortedMap<String, Map<String, String>> found = new TreeMap<>();
        new TreeMap<>(texts).forEach((path, text) -> {
            Matcher file = APPLICATION.matcher(path);
            if (file.matches()) {
                boolean entrance = file.group(1).equals("ingress");
                (entrance ? ManifestWords.ENTRANCE : ManifestWords.APPLICATION)
                        .in(text)
                        .forEach(found.computeIfAbsent(file.group(2), scripts::ofApplication)::putIfAbsent);
            }
        });
        return Collections.unmodifiableSortedMap(found);
    }
}
