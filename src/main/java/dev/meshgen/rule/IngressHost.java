package dev.meshgen.rule;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Mesh;
import java.util.Optional;
import java.util.stream.Stream;

/** One host of one Application Gateway belongs to one application: of two, Istio takes the first in silence. */
final class IngressHost implements Rule {
    @Override
    public String id() {
        return "ingress-host";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(application -> mesh.applications().stream()
                        .filter(other -> other.position() < application.position() && sameHost(other, application))
                        .limit(1)
                        .map(other -> Finding.error(
                                        Paths.ingress(application).key("host"),
                                        "Host `"
                                                + application
                                                        .ingress()
                                                        .orElseThrow()
                                                        .host() + "` belongs to application `" + other.name()
                                                + "` already.",
                                        "Give each application a host of its own.")
                                .seeAlso(Paths.ingress(other).key("host"), "the first one is here.")));
    }

    private static boolean sameHost(Application one, Application other) {
        Optional<String> host = one.ingress().map(Application.Ingress::host);
        return host.isPresent() && host.equals(other.ingress().map(Application.Ingress::host));
    }
}
