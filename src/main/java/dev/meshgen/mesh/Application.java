package dev.meshgen.mesh;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An application of the mesh.
 *
 * @param position place in the specification's list, counted from 0
 * @param runsIn names of clusters, sorted
 */
public record Application(
        int position,
        String name,
        String namespace,
        String image,
        int port,
        int servicePort,
        int replicas,
        List<String> runsIn,
        String healthPath,
        int runAsUser,
        SortedMap<String, String> environment,
        Resources resources,
        Optional<Ingress> ingress) {

    /** Kubernetes quantities. */
    public record Resources(String cpuRequest, String memoryRequest, String cpuLimit, String memoryLimit) {}

    /** How the application is reached from outside. */
    public record Ingress(String cluster, String host, String path, boolean tls) {}

    public boolean runsIn(Cluster cluster) {
        return runsIn.contains(cluster.name());
    }

    /** Whether requests from outside come in through this cluster. */
    public boolean isExposedBy(Cluster cluster) {
        return ingress.filter(found -> found.cluster().equals(cluster.name())).isPresent();
    }
}
