package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An application does not run as the sidecar's user, whose traffic passes by the sidecar: unencrypted and without a policy. */
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
                                + "`, which is that of Istio's sidecar: its traffic would bypass the mesh.",
                        "Use another user, such as `65534`."));
    }
}
