package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A container without root and without capabilities listens where every runtime lets it. */
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
                                + "`, which a process without root may not be allowed to open.",
                        "Let it listen on a port from " + FIRST_FREE + " up and set `servicePort: "
                                + application.servicePort() + "`."));
    }
}
