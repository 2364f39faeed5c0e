package dev.meshgen.rule;

import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** Clusters whose pods reach each other directly should share an Istio network. */
final class NetworkSplit implements Rule {
    @Override
    public String id() {
        return "network-split";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        String common = mesh.istio().identity().meshId() + "-flat";
        return mesh.clusters().stream()
                .filter(cluster -> cluster.network().pods().isFlat()
                        && !cluster.istioNetwork().equals(common)
                        && others(mesh, cluster).noneMatch(other -> sameNetwork(cluster, other)))
                .flatMap(cluster -> others(mesh, cluster)
                        .filter(other -> other.network().pods().isFlat())
                        .limit(1)
                        .map(other -> finding(mesh, cluster, other)));
    }

    private static Stream<Cluster> others(Mesh mesh, Cluster cluster) {
        return mesh.clusters().stream().filter(other -> other.position() != cluster.position());
    }

    private static boolean sameNetwork(Cluster one, Cluster other) {
        return one.istioNetwork().equals(other.istioNetwork());
    }

    private static Finding finding(Mesh mesh, Cluster alone, Cluster other) {
        return Finding.warning(
                        Paths.of(alone).key("istioNetwork"),
                        "Cluster `" + alone.name() + "` is alone on Istio network `" + alone.istioNetwork()
                                + "`, though its pods and those of cluster `" + other.name()
                                + "` reach each other directly: every call between them goes through a gateway.",
                        "Delete `istioNetwork` to use the common network.")
                .givenBy(mesh.clusters().stream()
                        .map(cluster -> Paths.of(cluster).key("istioNetwork"))
                        .toList());
    }
}
