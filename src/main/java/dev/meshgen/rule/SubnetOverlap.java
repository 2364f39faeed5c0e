package dev.meshgen.rule;

import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Subnets;
import java.util.List;
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
        return subnets.stream()
                .flatMap(one -> subnets.subList(0, subnets.indexOf(one)).stream()
                        .filter(other -> one.range().overlaps(other.range()))
                        .map(other -> Finding.error(
                                Paths.subnet(cluster, one.key()),
                                "Subnets `" + other.key() + "` (`" + other.range() + "`) and `" + one.key() + "` (`"
                                        + one.range() + "`) of cluster `" + cluster.name() + "` overlap.",
                                "Choose another range for one of them.")));
    }
}
