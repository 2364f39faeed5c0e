package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Subnets;
import java.util.stream.Stream;

/** A subnet must be inside its VNet. */
final class SubnetOutsideNetwork implements Rule {
    @Override
    public String id() {
        return "subnet-outside-network";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> !AddressSpaceSize.isTooSmall(cluster))
                .flatMap(cluster -> cluster.network().subnets().all().stream()
                        .filter(subnet -> !cluster.network().addressSpace().contains(subnet.range()))
                        .map(subnet -> outside(cluster, subnet)));
    }

    private static Finding outside(Cluster cluster, Subnets.Named subnet) {
        CidrBlock space = cluster.network().addressSpace();
        return Finding.error(
                        Paths.subnet(cluster, subnet.key()),
                        "Subnet `" + subnet.key() + "` (`" + subnet.range() + "`) of cluster `" + cluster.name()
                                + "` is outside its network `" + space + "`.",
                        "Choose a range inside `" + space + "`, or delete the key to use the default.")
                .seeAlso(Paths.addressSpace(cluster), "the network is set here.");
    }
}
