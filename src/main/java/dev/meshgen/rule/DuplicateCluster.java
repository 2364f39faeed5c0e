package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A cluster's name stands once in the mesh: istiod ignores a second cluster of the same name. */
final class DuplicateCluster implements Rule {
    @Override
    public String id() {
        return "duplicate-cluster";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .flatMap(cluster -> mesh.clusters().stream()
                        .filter(other -> other.name().equals(cluster.name()) && other.position() < cluster.position())
                        .limit(1)
                        .map(other -> Finding.error(
                                        Paths.of(cluster).key("name"),
                                        "Cluster `" + cluster.name() + "` is given twice.",
                                        "Rename one of them; everything of a cluster is named after it.")
                                .seeAlso(Paths.of(other).key("name"), "the first one is here.")));
    }
}
