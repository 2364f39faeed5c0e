package dev.meshgen.plan;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Region;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The part of the mesh that a file is about. */
public record Scope(Mesh mesh, Optional<Region> region, Optional<Cluster> cluster, Optional<Application> application) {
    static Scope of(Mesh mesh) {
        return new Scope(mesh, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Scope with(Region chosen) {
        return new Scope(mesh, Optional.of(chosen), cluster, application);
    }

    Scope with(Cluster chosen) {
        return new Scope(mesh, region, Optional.of(chosen), application);
    }

    Scope with(Application chosen) {
        return new Scope(mesh, region, cluster, Optional.of(chosen));
    }

    /** Whether the file is about the mesh as a whole. */
    public boolean isWholeMesh() {
        return region.isEmpty() && cluster.isEmpty() && application.isEmpty();
    }

    /** The parts by the names that templates use. */
    public Map<String, Object> variables() {
        Map<String, Object> variables = new TreeMap<>();
        variables.put("mesh", mesh);
        region.ifPresent(value -> variables.put("region", value));
        cluster.ifPresent(value -> variables.put("cluster", value));
        application.ifPresent(value -> variables.put("application", value));
        return variables;
    }
}
