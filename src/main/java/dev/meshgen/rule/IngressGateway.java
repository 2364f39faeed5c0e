package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An application must be exposed by a cluster that has an Application Gateway. */
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
                                "Application `" + application.name() + "` uses the Application Gateway of cluster `"
                                        + cluster.name() + "`, which is disabled.",
                                "Set `applicationGateway.enabled: true` in that cluster, or choose another cluster.")));
    }
}
