package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An application must not listen on a port that Istio's sidecar uses in the same pod (istio.io:
 * "Ports used by Istio").
 */
final class SidecarPort implements Rule {
    private static final Set<Integer> TAKEN =
            Set.of(15000, 15001, 15004, 15006, 15008, 15009, 15020, 15021, 15053, 15090);

    @Override
    public String id() {
        return "sidecar-port";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .filter(application -> TAKEN.contains(application.container().port()))
                .map(application -> Finding.error(
                        Paths.of(application).key("port"),
                        "Port `" + application.container().port() + "` of application `" + application.name()
                                + "` is in use by Istio's sidecar.",
                        "Listen on another port; `servicePort` may stay the same."));
    }
}
