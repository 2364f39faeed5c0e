package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The service range must be a /13 to a /27. */
final class ServiceRangeSize implements Rule {
    @Override
    public String id() {
        return "service-range-size";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> cluster.network().serviceCidr().prefix() <= 12
                        || cluster.network().serviceCidr().prefix() > 27)
                .map(cluster -> Finding.error(
                        Paths.network(cluster).key("serviceCidr"),
                        "Service range `" + cluster.network().serviceCidr() + "` of cluster `" + cluster.name()
                                + "` is not a /13 to a /27, which AKS requires.",
                        "Use a /16, such as `172.16.0.0/16`."));
    }
}
