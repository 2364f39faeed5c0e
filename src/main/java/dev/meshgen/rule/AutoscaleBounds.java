package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The lower bound of autoscaling must not be greater than the upper one. */
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
                                        "Pool `" + pool.name() + "` of cluster `" + cluster.name() + "` has `minCount: "
                                                + pool.minCount() + "`, greater than `maxCount: "
                                                + pool.maxCount() + "`.",
                                        "Raise `maxCount` or lower `minCount`.")),
                        Stream.of(cluster)
                                .filter(each -> each.applicationGateway().minCapacity()
                                        > each.applicationGateway().maxCapacity())
                                .map(each -> Finding.error(
                                        Paths.of(each).key("applicationGateway").key("minCapacity"),
                                        "The Application Gateway of cluster `" + each.name() + "` has `minCapacity: "
                                                + each.applicationGateway().minCapacity()
                                                + "`, greater than `maxCapacity: "
                                                + each.applicationGateway().maxCapacity() + "`.",
                                        "Raise `maxCapacity` or lower `minCapacity`."))));
    }
}
