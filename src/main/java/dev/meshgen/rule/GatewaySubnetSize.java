package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/**
 * The Application Gateway's subnet needs an address for each instance and for the private frontend;
 * with an overlay it must not be larger than a /24.
 */
final class GatewaySubnetSize implements Rule {
    @Override
    public String id() {
        return "gateway-subnet-size";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> cluster.applicationGateway().enabled() && !AddressSpaceSize.isTooSmall(cluster))
                .flatMap(GatewaySubnetSize::findings);
    }

    private static Stream<Finding> findings(Cluster cluster) {
        CidrBlock subnet = cluster.network().subnets().applicationGateway();
        long needed = cluster.applicationGateway().maxCapacity() + 1L;
        String which = "Subnet `applicationGateway` (`" + subnet + "`) of cluster `" + cluster.name() + "` ";
        if (subnet.usable() < needed) {
            return Stream.of(Finding.error(
                    Paths.subnet(cluster, "applicationGateway"),
                    which + "has " + subnet.usable() + " usable addresses, but the Application Gateway may need "
                            + needed + ".",
                    "Use a /24, or lower `applicationGateway.maxCapacity`."));
        }
        if (!cluster.network().pods().isFlat() && subnet.prefix() < 24) {
            return Stream.of(Finding.error(
                    Paths.subnet(cluster, "applicationGateway"),
                    which + "is larger than a /24, which the ingress controller refuses with `pods: overlay`.",
                    "Use a /24."));
        }
        return Stream.empty();
    }
}
