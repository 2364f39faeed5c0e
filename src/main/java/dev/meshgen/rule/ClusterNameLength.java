package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** Names that Azure derives from a cluster must fit: 54 characters for the DNS prefix. */
final class ClusterNameLength implements Rule {
    @Override
    public String id() {
        return "cluster-name-length";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> cluster.aksName().length() > 54)
                .map(cluster -> Finding.error(
                        Paths.of(cluster).key("name"),
                        "The cluster's computed name `" + cluster.aksName() + "` has "
                                + cluster.aksName().length() + " characters; AKS allows 54 in its DNS prefix.",
                        "Shorten the name of the mesh or of the cluster."));
    }
}
