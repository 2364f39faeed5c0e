package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.Set;
import java.util.stream.Stream;

/** An application keeps off the ports that Istio's sidecar takes in the same pod (istio.io: "Ports used by Istio"). */
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
                                + "` is taken by Istio's sidecar.",
                        "Let the application listen on another port; `servicePort` can stay what it is."));
    }
}
