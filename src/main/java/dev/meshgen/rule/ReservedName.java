package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.Set;
import java.util.stream.Stream;

/** A cluster's name leaves the names of shared things alone. */
final class ReservedName implements Rule {
    private static final Set<String> RESERVED = Set.of("applications", "ingress", "private", "shared");

    @Override
    public String id() {
        return "reserved-name";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> RESERVED.contains(cluster.name())
                        || mesh.clustersByRegion().containsKey(cluster.name()))
                .map(cluster -> Finding.error(
                        Paths.of(cluster).key("name"),
                        "Cluster name `" + cluster.name() + "` is taken: "
                                + (RESERVED.contains(cluster.name())
                                        ? "the mesh's shared resources and folders"
                                        : "the region's own resources")
                                + " are named so.",
                        "Choose another name."));
    }
}
