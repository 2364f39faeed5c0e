package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The VNets of a mesh are peered, so their ranges must not overlap. */
final class NetworkOverlap implements Rule {
    private static final int MOST_TRIED = 256;

    @Override
    public String id() {
        return "network-overlap";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.peerings().stream()
                .filter(pair -> pair.from().position() > pair.to().position())
                .filter(pair -> space(pair.from()).overlaps(space(pair.to())))
                .map(pair -> overlap(mesh, pair.from(), pair.to()));
    }

    private static Finding overlap(Mesh mesh, Cluster later, Cluster earlier) {
        return Finding.error(
                        Paths.addressSpace(later),
                        "Network `" + space(later) + "` of cluster `" + later.name() + "` overlaps network `"
                                + space(earlier) + "` of cluster `" + earlier.name() + "`.",
                        "Choose a range outside `" + space(earlier).network() + "`" + free(mesh, space(later)))
                .seeAlso(Paths.addressSpace(earlier), "the network of cluster `" + earlier.name() + "` is set here.");
    }

    /** An example of a range of the same size that no cluster uses yet. */
    private static String free(Mesh mesh, CidrBlock wanted) {
        return Stream.iterate(wanted.network(), CidrBlock::next)
                .limit(MOST_TRIED)
                .filter(range -> !isTaken(mesh, range))
                .findFirst()
                .map(range -> ", such as `" + range + "`.")
                .orElse(".");
    }

    private static boolean isTaken(Mesh mesh, CidrBlock range) {
        return mesh.clusters().stream().anyMatch(cluster -> space(cluster).overlaps(range));
    }

    private static CidrBlock space(Cluster cluster) {
        return cluster.network().addressSpace();
    }
}
