package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.VmSize;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A system pool must have two vCPUs or more, and not be of a burstable size. */
final class SystemPoolSize implements Rule {
    @Override
    public String id() {
        return "system-pool-size";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .flatMap(cluster -> fault(cluster.nodePools().system().vmSize()).stream()
                        .map(fault -> Finding.error(
                                Paths.pool(cluster, cluster.nodePools().system())
                                        .key("vmSize"),
                                "Size `" + cluster.nodePools().system().vmSize() + "` of cluster `" + cluster.name()
                                        + "` " + fault + ", which AKS refuses for a system pool.",
                                "Use a size such as `"
                                        + FittingSize.of(cluster.nodePools().system())
                                                .example(4) + "`.")));
    }

    private static Optional<String> fault(String name) {
        return VmSize.parse(name).flatMap(size -> {
            if (size.family().equals("B")) {
                return Optional.of("is burstable");
            }
            return size.cpus().equals(OptionalInt.of(1)) ? Optional.of("has one vCPU") : Optional.empty();
        });
    }
}
