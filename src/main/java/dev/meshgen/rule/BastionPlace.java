package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * With several clusters in a region, the specification must say whose VNet holds the region's
 * Bastion: a default could move it when a cluster is added.
 */
final class BastionPlace implements Rule {
    @Override
    public String id() {
        return "bastion-place";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        if (!mesh.azure().bastion().enabled()) {
            return Stream.empty();
        }
        return mesh.clustersByRegion().entrySet().stream()
                .filter(entry -> mesh.bastionCluster(entry.getKey()).isEmpty())
                .flatMap(entry -> finding(mesh, entry.getKey(), entry.getValue()).stream());
    }

    /** A name that is no cluster's is another rule's finding. */
    private static Optional<Finding> finding(Mesh mesh, String region, List<Cluster> clusters) {
        String named = mesh.azure().bastion().clusters().get(region);
        return named == null
                ? Optional.of(undecided(region, clusters))
                : mesh.cluster(named).map(other -> elsewhere(region, clusters, other));
    }

    private static Finding undecided(String region, List<Cluster> clusters) {
        String names =
                clusters.stream().map(cluster -> "`" + cluster.name() + "`").collect(Collectors.joining(", "));
        return Finding.error(
                        Paths.of(clusters.get(clusters.size() - 1)).key("region"),
                        "Region `" + region + "` has no `bastionCluster` among its clusters (" + names + ").",
                        "Add " + remedy(region, clusters) + " under `spec.azure.regions`.")
                .givenBy(choice(region));
    }

    private static Finding elsewhere(String region, List<Cluster> clusters, Cluster other) {
        return Finding.error(
                        choice(region),
                        "`bastionCluster` of region `" + region + "` is cluster `" + other.name() + "`, which is in `"
                                + other.region() + "`.",
                        "Write " + remedy(region, clusters) + ".")
                .givenBy(Paths.of(other).key("region"));
    }

    private static SpecPath choice(String region) {
        return Paths.AZURE.key("regions").key(region).key("bastionCluster");
    }

    private static String remedy(String region, List<Cluster> clusters) {
        return "`" + region + ": {bastionCluster: " + clusters.get(0).name() + "}`";
    }
}
