package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A system pool must not be of a burstable size. */
final class SystemPoolSize implements Rule {
    @Override
    public String id() {
        return "system-pool-size";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> cluster.nodePools().system().vmSize().startsWith("Standard_B"))
                .map(cluster -> Finding.error(
                        Paths.pool(cluster, cluster.nodePools().system()).key("vmSize"),
                        "Size `" + cluster.nodePools().system().vmSize() + "` of cluster `" + cluster.name()
                                + "` is burstable, which AKS refuses for a system pool.",
                        "Use a size such as `Standard_D4ds_v5`."));
    }
}
