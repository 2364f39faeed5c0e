package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/**
 * An application's path must not contain the path of the Application Gateway's probe, or be inside
 * it.
 */
final class ProbePath implements Rule {
    private static final String PROBE = "/healthz/istio-ingress";

    @Override
    public String id() {
        return "probe-path";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(application -> application.ingress().stream()
                        .filter(ingress -> meetsProbe(ingress.path()))
                        .map(ingress -> Finding.error(
                                Paths.ingress(application).key("path"),
                                "Path `" + ingress.path() + "` of application `" + application.name() + "` overlaps `"
                                        + PROBE
                                        + "`, where the ingress gateway answers the probe of the Application Gateway.",
                                "Choose another path.")));
    }

    /**
     * Whether one of the two is inside the other; {@code /} is allowed, and gives up this one path.
     */
    private static boolean meetsProbe(String path) {
        return !path.equals("/") && ((PROBE + "/").startsWith(path + "/") || (path + "/").startsWith(PROBE + "/"));
    }
}
