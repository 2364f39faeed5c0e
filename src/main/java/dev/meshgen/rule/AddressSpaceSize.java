package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Subnets;
import java.util.stream.Stream;

/** An address space must be large enough to divide into the subnets that are not given. */
final class AddressSpaceSize implements Rule {
    @Override
    public String id() {
        return "address-space-size";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(AddressSpaceSize::isTooSmall)
                .map(cluster -> Finding.error(
                        Paths.addressSpace(cluster),
                        "Network `" + cluster.network().addressSpace() + "` of cluster `" + cluster.name()
                                + "` is too small to divide into subnets.",
                        "Choose a /" + Subnets.LONGEST_CARVED_PREFIX
                                + " or larger, such as a /16, or set the ranges in `network.subnets`."));
    }

    /** Whether carved subnets can't be right; other subnet rules leave such a cluster alone. */
    static boolean isTooSmall(Cluster cluster) {
        CidrBlock space = cluster.network().addressSpace();
        CidrBlock system = cluster.network().subnets().system();
        CidrBlock carved = Subnets.carve(space, false).system();
        return system.address() == carved.address()
                && system.prefix() == carved.prefix()
                && space.prefix() > Subnets.LONGEST_CARVED_PREFIX;
    }
}
