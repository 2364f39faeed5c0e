package dev.meshgen.rule;

import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Subnets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The subnets of a VNet must not overlap. */
final class SubnetOverlap implements Rule {
    @Override
    public String id() {
        return "subnet-overlap";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> !AddressSpaceSize.isTooSmall(cluster))
                .flatMap(SubnetOverlap::overlaps);
    }

    private static Stream<Finding> overlaps(Cluster cluster) {
        List<Subnets.Named> subnets = cluster.network().subnets().all();
        return IntStream.range(0, subnets.size())
                .boxed()
                .flatMap(i -> subnets.subList(0, i).stream()
                        .filter(other -> subnets.get(i).range().overlaps(other.range()))
                        .map(other -> overlap(cluster, other, subnets.get(i))));
    }

    private static Finding overlap(Cluster cluster, Subnets.Named other, Subnets.Named one) {
        return Finding.error(
                Paths.subnet(cluster, one.key()),
                "Subnets `" + other.key() + "` (`" + other.range() + "`) and `" + one.key() + "` (`" + one.range()
                        + "`) of cluster `" + cluster.name() + "` overlap.",
                "Choose another range for one of them.");
    }
}
