package dev.meshgen.change;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a tree has in common with that of another mesh, as after a change of the mesh's name.
 *
 * @param mesh name of the other mesh
 * @param clusters that both describe: the same name, region and address space
 */
public record Twin(String mesh, List<String> clusters) {
    private static final String SCRIPTS = "scripts/env.sh";
    private static final String VARIABLES = "terraform/terraform.tfvars";
    private static final String SUBSCRIPTION = "subscription_id";

    /** Which files of the other tree tell, by those of this one. */
    public static List<String> files(Collection<String> paths) {
        return paths.stream()
                .filter(path -> path.equals(SCRIPTS) || path.equals(VARIABLES) || TerraformFiles.isOfCluster(path))
                .toList();
    }

    /**
     * Nothing, if the two have no cluster in common or aren't in one subscription.
     *
     * @param other texts of files of the other tree, by path
     * @param tree the same of this tree
     */
    public static Optional<Twin> of(Map<String, String> other, Map<String, String> tree) {
        TerraformFiles theirs = TerraformFiles.of(other);
        TerraformFiles ours = TerraformFiles.of(tree);
        Optional<String> subscription = ours.shared().get(SUBSCRIPTION);
        if (subscription.isEmpty() || !subscription.equals(theirs.shared().get(SUBSCRIPTION))) {
            return Optional.empty();
        }
        List<String> common = ours.clusters().entrySet().stream()
                .filter(cluster -> Optional.ofNullable(theirs.clusters().get(cluster.getKey()))
                        .filter(their -> hasSame("location", their, cluster.getValue()))
                        .filter(their -> hasSame("address_space", their, cluster.getValue()))
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList();
        return Optional.ofNullable(ScriptValues.of(other.getOrDefault(SCRIPTS, ""))
                        .values()
                        .get("MESH"))
                .filter(mesh -> !common.isEmpty())
                .map(mesh -> new Twin(mesh, common));
    }

    private static boolean hasSame(String key, TerraformValues one, TerraformValues other) {
        return one.get(key).equals(other.get(key));
    }
}
