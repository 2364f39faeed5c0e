package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Ipv4Address;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/**
 * The DNS service needs an address of the service range other than the first, which is the API
 * server's.
 */
final class DnsServiceAddress implements Rule {
    @Override
    public String id() {
        return "dns-service-ip";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> !isRight(
                        cluster.network().serviceCidr(), cluster.network().dnsServiceIp()))
                .map(cluster -> Finding.error(
                        Paths.network(cluster).key("dnsServiceIp"),
                        "DNS address `" + cluster.network().dnsServiceIp() + "` of cluster `" + cluster.name()
                                + "` is not a usable address of its service range `"
                                + cluster.network().serviceCidr() + "`.",
                        "Delete `dnsServiceIp` to use the tenth address, `"
                                + cluster.network().serviceCidr().addressAt(10) + "`."));
    }

    private static boolean isRight(CidrBlock services, Ipv4Address address) {
        return services.contains(address)
                && address.value() > services.first() + 1
                && address.value() < services.last();
    }
}
