package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** AzureBastionSubnet must be a /26 or larger. */
final class BastionSubnetSize implements Rule {
    @Override
    public String id() {
        return "bastion-subnet-size";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> !AddressSpaceSize.isTooSmall(cluster))
                .filter(cluster -> cluster.network().subnets().bastion().prefix() > 26)
                .map(cluster -> Finding.error(
                        Paths.subnet(cluster, "bastion"),
                        "Subnet `bastion` (`" + cluster.network().subnets().bastion() + "`) of cluster `"
                                + cluster.name() + "` is smaller than the /26 that Azure Bastion needs.",
                        "Use a /26 or larger."));
    }
}
