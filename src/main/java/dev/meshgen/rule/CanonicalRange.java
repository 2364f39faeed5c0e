package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Mesh;
import java.util.Map;
import java.util.stream.Stream;

/** A range must start at its first address: Azure refuses host bits. */
final class CanonicalRange implements Rule {
    @Override
    public String id() {
        return "range-host-bits";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        Stream<Finding> doors = PublicRanges.of(mesh)
                .flatMap(PublicRanges::entries)
                .flatMap(entry -> finding(entry.path(), entry.range()));
        return Stream.concat(networks(mesh), doors);
    }

    private static Stream<Finding> networks(Mesh mesh) {
        return mesh.clusters().stream().flatMap(cluster -> {
            Stream<Finding> own = Stream.of(
                            Map.entry(
                                    Paths.addressSpace(cluster),
                                    cluster.network().addressSpace()),
                            Map.entry(
                                    Paths.network(cluster).key("podCidr"),
                                    cluster.network().podCidr()),
                            Map.entry(
                                    Paths.network(cluster).key("serviceCidr"),
                                    cluster.network().serviceCidr()))
                    .flatMap(entry -> finding(entry.getKey(), entry.getValue()));
            Stream<Finding> subnets = cluster.network().subnets().all().stream()
                    .flatMap(subnet -> finding(Paths.subnet(cluster, subnet.key()), subnet.range()));
            return Stream.concat(own, subnets);
        });
    }

    private static Stream<Finding> finding(SpecPath path, CidrBlock range) {
        return range.isCanonical()
                ? Stream.empty()
                : Stream.of(Finding.error(
                        path, "Range `" + range + "` has host bits set.", "Write `" + range.network() + "`."));
    }
}
