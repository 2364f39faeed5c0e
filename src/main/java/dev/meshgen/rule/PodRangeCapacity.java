package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An overlay's range needs a /24 for each node. */
final class PodRangeCapacity implements Rule {
    @Override
    public String id() {
        return "pod-range-capacity";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> !cluster.network().pods().isFlat())
                .filter(cluster -> cluster.network().podCidr().size() / 256
                        < cluster.nodePools().mostNodes())
                .map(cluster -> Finding.error(
                        Paths.network(cluster).key("podCidr"),
                        "Pod range `" + cluster.network().podCidr() + "` of cluster `" + cluster.name()
                                + "` has room for "
                                + cluster.network().podCidr().size() / 256 + " nodes, but its pools may grow to "
                                + cluster.nodePools().mostNodes() + ".",
                        "Use a /" + Capacity.prefixFor(cluster.nodePools().mostNodes() * 256L)
                                + " or larger, or lower `maxCount`."));
    }
}
