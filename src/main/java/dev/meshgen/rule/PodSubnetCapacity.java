package dev.meshgen.rule;

import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A pods' subnet must hold the pods of all nodes; AKS allots addresses in blocks of 16. */
final class PodSubnetCapacity implements Rule {
    @Override
    public String id() {
        return "pod-subnet-capacity";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> !AddressSpaceSize.isTooSmall(cluster))
                .flatMap(cluster -> cluster.network().subnets().pods().stream()
                        .filter(subnet -> subnet.usable() < needed(cluster))
                        .map(subnet -> Finding.error(
                                Paths.subnet(cluster, "pods"),
                                "Subnet `pods` (`" + subnet + "`) of cluster `" + cluster.name() + "` has "
                                        + subnet.usable()
                                        + " usable addresses, but the pods of "
                                        + cluster.nodePools().mostNodes()
                                        + " nodes (surge included) may need " + needed(cluster) + ".",
                                "Use a /" + Capacity.prefixFor(needed(cluster) + 5)
                                        + " or larger, or lower `maxPods` or `maxCount`.")));
    }

    private static long needed(Cluster cluster) {
        return cluster.nodePools().all().stream()
                .mapToLong(pool -> (long) pool.mostNodes() * ((pool.maxPods() + 15) / 16 * 16))
                .sum();
    }
}
