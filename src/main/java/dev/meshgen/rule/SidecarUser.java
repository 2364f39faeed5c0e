package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/**
 * An application must not run as the sidecar's user: the traffic of that user bypasses the mesh.
 */
final class SidecarUser implements Rule {
    private static final int SIDECAR = 1337;

    @Override
    public String id() {
        return "sidecar-user";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .filter(application -> application.container().runAsUser() == SIDECAR)
                .map(application -> Finding.error(
                        Paths.of(application).key("runAsUser"),
                        "Application `" + application.name() + "` runs as user `" + SIDECAR
                                + "`, the user of Istio's sidecar: its traffic bypasses the mesh.",
                        "Choose another user, such as `65534`."));
    }
}
