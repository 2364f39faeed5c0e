package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.Set;
import java.util.stream.Stream;

/** A cluster must not have the name of the mesh's own folders and resources. */
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
                        "Cluster name `" + cluster.name() + "` is reserved: "
                                + (RESERVED.contains(cluster.name())
                                        ? "shared resources and folders of the mesh have it"
                                        : "resources of the region of that name have it")
                                + ".",
                        "Choose another name."));
    }
}
