package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The names of clusters must be unique: istiod ignores a second cluster of the same name. */
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
                                        "The name `" + cluster.name() + "` belongs to two clusters.",
                                        "Rename one of them.")
                                .seeAlso(Paths.of(other).key("name"), "the first of them is here.")));
    }
}
