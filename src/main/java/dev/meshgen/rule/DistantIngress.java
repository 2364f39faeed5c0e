package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** Requests enter the mesh where the application runs. */
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
                        .filter(cluster -> !application.runsInCluster(cluster))
                        .map(cluster -> Finding.warning(
                                Paths.ingress(application).key("cluster"),
                                "Application `" + application.name() + "` is exposed by cluster `" + cluster.name()
                                        + "`, but runs only in `" + String.join("`, `", application.runsIn())
                                        + "`: every request crosses to another cluster.",
                                "Add `" + cluster.name() + "` to `runsIn`, or expose it where it runs.")));
    }
}
