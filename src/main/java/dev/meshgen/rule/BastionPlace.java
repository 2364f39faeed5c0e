package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.List;
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
                .filter(entry -> namesKnownCluster(mesh, entry.getKey()))
                .map(entry -> finding(mesh, entry.getKey(), entry.getValue()));
    }

    /** A name that is no cluster's is another rule's finding. */
    private static boolean namesKnownCluster(Mesh mesh, String region) {
        String named = mesh.azure().bastion().clusters().get(region);
        return named == null || mesh.cluster(named).isPresent();
    }

    private static Finding finding(Mesh mesh, String region, List<Cluster> clusters) {
        String names =
                clusters.stream().map(cluster -> "`" + cluster.name() + "`").collect(Collectors.joining(", "));
        SpecPath choice = Paths.AZURE.key("regions").key(region).key("bastionCluster");
        return Finding.error(
                        mesh.azure().bastion().clusters().containsKey(region)
                                ? choice
                                : Paths.of(clusters.get(clusters.size() - 1)).key("region"),
                        "Region `" + region + "` has no `bastionCluster` among its clusters (" + names + ").",
                        "Add `" + region + ": {bastionCluster: "
                                + clusters.get(0).name() + "}` under `spec.azure.regions`.")
                .givenBy(choice);
    }
}
