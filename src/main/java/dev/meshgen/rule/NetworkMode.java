package dev.meshgen.rule;

import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/**
 * Clusters must share an Istio network only if their pods reach each other directly, which an
 * overlay's can't.
 */
final class NetworkMode implements Rule {
    @Override
    public String id() {
        return "network-mode";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> !cluster.network().pods().isFlat())
                .flatMap(cluster -> mesh.clusters().stream()
                        .filter(other -> other.position() != cluster.position()
                                && other.istioNetwork().equals(cluster.istioNetwork()))
                        .limit(1)
                        .map(other -> finding(cluster, other)));
    }

    private static Finding finding(Cluster overlay, Cluster other) {
        return Finding.error(
                Paths.of(overlay).key("istioNetwork"),
                "Cluster `" + overlay.name() + "` shares Istio network `" + overlay.istioNetwork() + "` with cluster `"
                        + other.name() + "`, which can't reach its overlay pods directly.",
                "Delete `istioNetwork` to give it a network of its own, or use `pods: subnet`.");
    }
}
