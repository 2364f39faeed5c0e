package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The VNets of a mesh are peered with one another, so their ranges must not overlap. */
final class NetworkOverlap implements Rule {
    @Override
    public String id() {
        return "network-overlap";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.peerings().stream()
                .filter(pair -> pair.from().position() > pair.to().position())
                .filter(pair -> space(pair.from()).overlaps(space(pair.to())))
                .map(pair -> overlap(pair.from(), pair.to()));
    }

    private static Finding overlap(Cluster later, Cluster earlier) {
        return Finding.error(
                        Paths.addressSpace(later),
                        "Network `" + space(later) + "` of cluster `" + later.name() + "` overlaps network `"
                                + space(earlier) + "` of cluster `" + earlier.name() + "`.",
                        "Choose a range outside `" + space(earlier).network() + "`, such as `"
                                + space(earlier).network().next() + "`.")
                .seeAlso(Paths.addressSpace(earlier), "the network of cluster `" + earlier.name() + "` is set here.");
    }

    private static CidrBlock space(Cluster cluster) {
        return cluster.network().addressSpace();
    }
}
