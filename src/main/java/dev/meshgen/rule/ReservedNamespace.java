package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Applications must not use the namespaces of Kubernetes, AKS and Istio. */
final class ReservedNamespace implements Rule {
    private static final Set<String> RESERVED = Set.of(
            "app-routing-system",
            "calico-system",
            "dataprotection-microsoft",
            "default",
            "gatekeeper-system",
            "istio-eastwest",
            "istio-ingress",
            "istio-system",
            "tigera-operator");

    private static final List<String> RESERVED_PREFIXES = List.of("aks-", "azure-", "kube-");

    @Override
    public String id() {
        return "reserved-namespace";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .filter(application -> isReserved(application.namespace()))
                .map(application -> Finding.error(
                        Paths.of(application)
                                .key(application.namespace().equals(application.name()) ? "name" : "namespace"),
                        "Namespace `" + application.namespace() + "` of application `" + application.name()
                                + "` belongs to the platform.",
                        "Choose another namespace, such as the application's name."));
    }

    private static boolean isReserved(String namespace) {
        return RESERVED.contains(namespace) || RESERVED_PREFIXES.stream().anyMatch(namespace::startsWith);
    }
}
