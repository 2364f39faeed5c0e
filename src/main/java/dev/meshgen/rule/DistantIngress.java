package dev.meshgen.rule;

import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** Requests enter the mesh in a region where the application runs. */
final class DistantIngress implements Rule {
    @Override
    public String id() {
        return "distant-ingress";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(application -> application.ingress().stream()
                        .flatMap(ingress -> mesh.cluster(ingress.cluster()).stream())
                        .filter(entrance -> application.runsIn().stream()
                                .flatMap(name -> mesh.cluster(name).stream())
                                .map(Cluster::region)
                                .noneMatch(entrance.region()::equals))
                        .map(entrance -> Finding.warning(
                                Paths.ingress(application).key("cluster"),
                                "Application `" + application.name() + "` is exposed by cluster `" + entrance.name()
                                        + "`, but no cluster in region `" + entrance.region()
                                        + "` runs it: every request crosses to another region.",
                                "Add `" + entrance.name() + "` to `runsIn`, or expose it where it runs.")));
    }
}
