package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A container without root and capabilities should listen on a port that every runtime allows. */
final class PrivilegedPort implements Rule {
    private static final int FIRST_FREE = 1024;

    @Override
    public String id() {
        return "privileged-port";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .filter(application -> application.container().port() < FIRST_FREE)
                .map(application -> Finding.warning(
                        Paths.of(application).key("port"),
                        "Application `" + application.name() + "` listens on port `"
                                + application.container().port()
                                + "`, which a process without root privileges may not be allowed to open.",
                        "Listen on port " + FIRST_FREE + " or above and set `servicePort: " + application.servicePort()
                                + "`."));
    }
}
