package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.NodePool;
import dev.meshgen.mesh.PodNetworking;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pool's subnet needs an address for each node, the surge node included, and for each pod that
 * has its address from there.
 */
final class NodeSubnetCapacity implements Rule {
    @Override
    public String id() {
        return "node-subnet-capacity";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> !AddressSpaceSize.isTooSmall(cluster))
                .flatMap(cluster -> Stream.of(
                                finding(
                                        cluster,
                                        cluster.nodePools().system(),
                                        cluster.network().subnets().system()),
                                finding(
                                        cluster,
                                        cluster.nodePools().user(),
                                        cluster.network().subnets().user()))
                        .flatMap(Optional::stream));
    }

    private static Optional<Finding> finding(Cluster cluster, NodePool pool, CidrBlock subnet) {
        boolean withPods = cluster.network().pods() == PodNetworking.NODE_SUBNET;
        long needed = withPods ? pool.addressesWithPods() : pool.mostNodes();
        if (subnet.usable() >= needed) {
            return Optional.empty();
        }
        String pods = withPods ? " and " + pool.maxPods() + " pods on each" : "";
        return Optional.of(Finding.error(
                Paths.subnet(cluster, pool.name()),
                "Subnet `" + pool.name() + "` (`" + subnet + "`) of cluster `" + cluster.name() + "` has "
                        + subnet.usable() + " usable addresses, but " + pool.mostNodes() + " nodes (surge included)"
                        + pods + " need " + needed + ".",
                "Use a /" + Capacity.prefixFor(needed + 5) + " or larger"
                        + (withPods
                                ? ", lower `maxPods` or `maxCount`, or use `pods: overlay`."
                                : ", or lower `maxCount`.")));
    }
}
