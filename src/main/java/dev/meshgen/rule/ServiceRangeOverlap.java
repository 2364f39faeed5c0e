package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The service range must not overlap a VNet of the mesh, nor the pods: a node would not route
 * there.
 */
final class ServiceRangeOverlap implements Rule {
    /** The private ranges from 172.16 to 172.31 are sixteen of the usual size. */
    private static final int MOST_TRIED = 16;

    @Override
    public String id() {
        return "service-range-overlap";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return Stream.concat(
                mesh.clusters().stream().flatMap(other -> hidden(mesh, other)),
                mesh.clusters().stream()
                        .filter(each -> !each.network().pods().isFlat()
                                && services(each).overlaps(each.network().podCidr()))
                        .map(each -> hides(
                                mesh,
                                List.of(each),
                                "the pods' range `" + each.network().podCidr() + "`")));
    }

    /** One finding for all clusters that have one range: most have the default. */
    private static Stream<Finding> hidden(Mesh mesh, Cluster other) {
        CidrBlock network = other.network().addressSpace();
        SortedMap<String, List<Cluster>> byRange = mesh.clusters().stream()
                .filter(cluster -> services(cluster).overlaps(network))
                .collect(Collectors.groupingBy(
                        cluster -> services(cluster).toString(), TreeMap::new, Collectors.toList()));
        return byRange.values().stream()
                .map(clusters -> hides(mesh, clusters, "network `" + network + "` of cluster `" + other.name() + "`")
                        .seeAlso(
                                Paths.addressSpace(other),
                                "the network of cluster `" + other.name() + "` is set here."));
    }

    private static Finding hides(Mesh mesh, List<Cluster> clusters, String what) {
        Cluster first =
                clusters.stream().min(Comparator.comparing(Cluster::position)).orElseThrow();
        String more = clusters.size() == 1 ? "" : " and " + (clusters.size() - 1) + " more";
        return Finding.error(
                Paths.network(first).key("serviceCidr"),
                "Service range `" + services(first) + "` of cluster `" + first.name() + "`" + more + " overlaps " + what
                        + ".",
                "Choose a range that no VNet and no pods use" + free(mesh, services(first))
                        + "; clusters may share it.");
    }

    /** An example of a range of the same size. */
    private static String free(Mesh mesh, CidrBlock wanted) {
        return Stream.of("172.16.0.0", "10.0.0.0", "192.168.0.0")
                .map(start -> CidrBlock.parse(start + "/" + wanted.prefix()))
                .filter(CidrBlock::isCanonical)
                .flatMap(start -> Stream.iterate(start, CidrBlock::next).limit(MOST_TRIED))
                .filter(range -> mesh.clusters().stream()
                        .noneMatch(each -> range.overlaps(each.network().addressSpace())
                                || range.overlaps(each.network().podCidr())))
                .findFirst()
                .map(range -> ", such as `" + range + "`")
                .orElse("");
    }

    private static CidrBlock services(Cluster cluster) {
        return cluster.network().serviceCidr();
    }
}
