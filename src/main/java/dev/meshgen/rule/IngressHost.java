package dev.meshgen.rule;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Mesh;
import java.util.Optional;
import java.util.stream.Stream;

/** A host must belong to one application: of two, Istio uses the first and ignores the other. */
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
                                                        .host() + "` already belongs to application `" + other.name()
                                                + "`.",
                                        "Use another host for one of them.")
                                .seeAlso(Paths.ingress(other).key("host"), "the host is first set here.")));
    }

    private static boolean sameHost(Application one, Application other) {
        Optional<String> host = one.ingress().map(Application.Ingress::host);
        return host.isPresent() && host.equals(other.ingress().map(Application.Ingress::host));
    }
}
