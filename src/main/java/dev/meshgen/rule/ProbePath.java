package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An application's paths and the path of the Application Gateway's probe, which is answered before them, keep apart. */
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
                                "Path `" + ingress.path() + "` of application `" + application.name() + "` meets `"
                                        + PROBE + "`, with which the ingress gateway answers the probe.",
                                "Choose another path.")));
    }

    /** Whether one of the two lies below the other; everything lies below {@code /}, which gives up that one path knowingly. */
    private static boolean meetsProbe(String path) {
        return !path.equals("/") && ((PROBE + "/").startsWith(path + "/") || (path + "/").startsWith(PROBE + "/"));
    }
}
