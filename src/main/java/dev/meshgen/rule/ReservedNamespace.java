package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.Set;
import java.util.stream.Stream;

/** Applications stay out of the namespaces of Kubernetes, AKS and Istio. */
final class ReservedNamespace implements Rule {
    private static final Set<String> RESERVED = Set.of(
            "aks-istio-system",
            "app-routing-system",
            "calico-system",
            "default",
            "gatekeeper-system",
            "istio-ingress",
            "istio-system");

    @Override
    public String id() {
        return "reserved-namespace";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .filter(application -> RESERVED.contains(application.namespace())
                        || application.namespace().startsWith("kube-"))
                .map(application -> Finding.error(
                        Paths.of(application).key("namespace"),
                        "Namespace `" + application.namespace() + "` of application `" + application.name()
                                + "` belongs to the platform.",
                        "Choose a namespace of the application's own."));
    }
}
