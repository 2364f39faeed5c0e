package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Peering;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The VNets of a mesh are peered, so their ranges must not overlap. */
final class NetworkOverlap implements Rule {
    @Override
    public String id() {
        return "network-overlap";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        List<Peering> overlapping = mesh.peerings().stream()
                .filter(pair -> pair.from().position() > pair.to().position())
                .filter(pair -> space(pair.from()).overlaps(space(pair.to())))
                .sorted(Comparator.comparing(pair -> pair.from().position()))
                .toList();
        FreeRanges free = new FreeRanges(mesh);
        Map<Integer, Optional<CidrBlock>> proposals = new HashMap<>();
        overlapping.forEach(
                pair -> proposals.computeIfAbsent(pair.from().position(), position -> free.take(space(pair.from()))));
        return overlapping.stream()
                .map(pair -> overlap(
                        pair.from(), pair.to(), proposals.get(pair.from().position())));
    }

    private static Finding overlap(Cluster later, Cluster earlier, Optional<CidrBlock> proposal) {
        return Finding.error(
                        Paths.addressSpace(later),
                        "Network `" + space(later) + "` of cluster `" + later.name() + "` overlaps network `"
                                + space(earlier) + "` of cluster `" + earlier.name() + "`.",
                        "Choose a range outside `" + space(earlier).network() + "`"
                                + proposal.map(range -> ", such as `" + range + "`")
                                        .orElse("")
                                + ".")
                .seeAlso(Paths.addressSpace(earlier), "the network of cluster `" + earlier.name() + "` is set here.");
    }

    private static CidrBlock space(Cluster cluster) {
        return cluster.network().addressSpace();
    }
}
