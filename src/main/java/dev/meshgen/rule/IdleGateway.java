package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An Application Gateway should serve an application: it costs the same without one. */
final class IdleGateway implements Rule {
    @Override
    public String id() {
        return "idle-gateway";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .filter(cluster -> cluster.applicationGateway().enabled() && !mesh.exposes(cluster))
                .map(cluster -> Finding.warning(
                        Paths.of(cluster).key("applicationGateway").key("enabled"),
                        "Cluster `" + cluster.name() + "` has an Application Gateway, but no application is exposed"
                                + " through it.",
                        "Remove `enabled`: the gateway comes with the first application whose `ingress.cluster` is `"
                                + cluster.name() + "`."));
    }
}
