package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An application is exposed by a cluster that has an Application Gateway. */
final class IngressGateway implements Rule {
    @Override
    public String id() {
        return "ingress-gateway";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(application -> application.ingress().stream()
                        .flatMap(ingress -> mesh.cluster(ingress.cluster()).stream())
                        .filter(cluster -> !cluster.applicationGateway().enabled())
                        .map(cluster -> Finding.error(
                                Paths.ingress(application).key("cluster"),
                                "Application `" + application.name() + "` is exposed by cluster `" + cluster.name()
                                        + "`, which has no Application Gateway.",
                                "Set `applicationGateway.enabled: true` there, or name another cluster.")));
    }
}
