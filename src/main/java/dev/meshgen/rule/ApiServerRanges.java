package dev.meshgen.rule;

import dev.meshgen.mesh.Aks;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An API server takes 200 ranges; each cluster of the mesh needs one of them. */
final class ApiServerRanges implements Rule {
    @Override
    public String id() {
        return "api-server-ranges";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        int own = mesh.clusters().size();
        return mesh.clusters().stream()
                .filter(cluster -> cluster.aks().hasAuthorizedIpRanges())
                .filter(cluster -> cluster.aks().authorizedIpRanges().size() + own > Aks.MOST_RANGES)
                .map(cluster -> Finding.error(
                        Paths.authorizedIpRanges(cluster),
                        "The API server of cluster `" + cluster.name() + "` would have "
                                + cluster.aks().authorizedIpRanges().size() + " ranges and the addresses of " + own
                                + " clusters, but AKS takes " + Aks.MOST_RANGES + ".",
                        own < Aks.MOST_RANGES
                                ? "Merge ranges: at most " + (Aks.MOST_RANGES - own) + " fit."
                                : "Remove the list: the mesh has too many clusters for it."));
    }
}
