package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Mesh;
import java.util.List;
import java.util.stream.Stream;

/** A cluster's ranges must not overlap those that AKS reserves. */
final class ReservedRange implements Rule {
    /** learn.microsoft.com, "Configure Azure CNI networking in AKS", IP address planning. */
    private static final List<CidrBlock> RESERVED = Stream.of("169.254.0.0/16", "172.30.0.0/15", "192.0.2.0/24")
            .map(CidrBlock::parse)
            .toList();

    @Override
    public String id() {
        return "range-reserved";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .flatMap(cluster -> Stream.concat(
                        finding(Paths.addressSpace(cluster), cluster.network().addressSpace()),
                        Stream.concat(
                                finding(
                                        Paths.network(cluster).key("serviceCidr"),
                                        cluster.network().serviceCidr()),
                                cluster.network().pods().isFlat()
                                        ? Stream.empty()
                                        : finding(
                                                Paths.network(cluster).key("podCidr"),
                                                cluster.network().podCidr()))));
    }

    private static Stream<Finding> finding(SpecPath path, CidrBlock range) {
        return RESERVED.stream()
                .filter(range::overlaps)
                .limit(1)
                .map(reserved -> Finding.error(
                        path,
                        "Range `" + range + "` overlaps `" + reserved + "`, which AKS reserves.",
                        "Choose a range outside 169.254.0.0/16, 172.30.0.0/15 and 192.0.2.0/24."));
    }
}
