package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The fewest are not more than the most. */
final class AutoscaleBounds implements Rule {
    @Override
    public String id() {
        return "autoscale-bounds";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .flatMap(cluster -> Stream.concat(
                        cluster.nodePools().all().stream()
                                .filter(pool -> pool.minCount() > pool.maxCount())
                                .map(pool -> Finding.error(
                                        Paths.pool(cluster, pool).key("minCount"),
                                        "The " + pool.name() + " pool of cluster `" + cluster.name() + "` has minCount "
                                                + pool.minCount() + " above maxCount " + pool.maxCount() + ".",
                                        "Raise maxCount or lower minCount.")),
                        Stream.of(cluster)
                                .filter(each -> each.applicationGateway().minCapacity()
                                        > each.applicationGateway().maxCapacity())
                                .map(each -> Finding.error(
                                        Paths.of(each).key("applicationGateway").key("minCapacity"),
                                        "The Application Gateway of cluster `" + each.name() + "` has minCapacity "
                                                + each.applicationGateway().minCapacity() + " above maxCapacity "
                                                + each.applicationGateway().maxCapacity() + ".",
                                        "Raise maxCapacity or lower minCapacity."))));
    }
}
