package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An overlay's range must not overlap a VNet: the pods could not reach what is there. */
final class PodRangeOverlap implements Rule {
    @Override
    public String id() {
        return "pod-range-overlap";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> !cluster.network().pods().isFlat())
                .flatMap(cluster -> mesh.clusters().stream()
                        .filter(other -> cluster.network()
                                .podCidr()
                                .overlaps(other.network().addressSpace()))
                        .map(other -> Finding.error(
                                        Paths.network(cluster).key("podCidr"),
                                        "Pod range `" + cluster.network().podCidr() + "` of cluster `" + cluster.name()
                                                + "` overlaps network `"
                                                + other.network().addressSpace() + "` of cluster `"
                                                + other.name() + "`.",
                                        "Choose a range that no VNet of the mesh uses; clusters may share it.")
                                .seeAlso(Paths.addressSpace(other), "the network is set here.")));
    }
}
