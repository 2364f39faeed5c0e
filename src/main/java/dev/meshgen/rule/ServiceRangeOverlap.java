package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/**
 * The service range must not overlap a VNet of the mesh, nor the pods: a node would not route
 * there.
 */
final class ServiceRangeOverlap implements Rule {
    @Override
    public String id() {
        return "service-range-overlap";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .flatMap(cluster -> Stream.concat(
                        mesh.clusters().stream()
                                .filter(other -> services(cluster)
                                        .overlaps(other.network().addressSpace()))
                                .map(other -> hides(
                                        cluster,
                                        "network `" + other.network().addressSpace() + "` of cluster `" + other.name()
                                                + "`")),
                        Stream.of(cluster)
                                .filter(each -> !each.network().pods().isFlat()
                                        && services(each)
                                                .overlaps(each.network().podCidr()))
                                .map(each -> hides(
                                        each,
                                        "the pods' range `" + each.network().podCidr() + "`"))));
    }

    private static Finding hides(Cluster cluster, String what) {
        return Finding.error(
                Paths.network(cluster).key("serviceCidr"),
                "Service range `" + services(cluster) + "` of cluster `" + cluster.name() + "` overlaps " + what + ".",
                "Choose a range that no VNet and no pods use, such as `172.16.0.0/16`; clusters may share it.");
    }

    private static CidrBlock services(Cluster cluster) {
        return cluster.network().serviceCidr();
    }
}
