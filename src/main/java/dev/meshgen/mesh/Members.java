package dev.meshgen.mesh;

import java.util.Comparator;
import java.util.List;

/** Who takes part in a mesh, both sorted by name. */
public record Members(List<Cluster> clusters, List<Application> applications) {
    public Members {
        clusters = clusters.stream().sorted(Comparator.comparing(Cluster::name)).toList();
        applications = applications.stream()
                .sorted(Comparator.comparing(Application::name))
                .toList();
    }
}
