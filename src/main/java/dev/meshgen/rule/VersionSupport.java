package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Catalog;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Versions should still be supported on the day in question. The place tells the cluster: of many
 * that have the version from their defaults, all would be named.
 */
final class VersionSupport implements Rule {
    private final LocalDate asOf;

    @Override
    public String id() {
        return "version-support";
    }

    VersionSupport(LocalDate asOf) {
        this.asOf = asOf;
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        Stream<Finding> istio = Optional.ofNullable(
                mesh.catalog().istio().get(mesh.istio().version().minorText()))
                .flatMap(Catalog.IstioMinor::endOfLife)
                .flatMap(end -> ended(
                        Paths.ISTIO.key("version"),
                        "Istio " + mesh.istio().version().minorText(),
                        end))
                .stream();
        return Stream.concat(istio, mesh.clusters().stream().flatMap(cluster -> kubernetes(mesh, cluster)));
    }

    private Stream<Finding> kubernetes(Mesh mesh, Cluster cluster) {
        String minor = cluster.aks().kubernetesVersion().minorText();
        SpecPath path = Paths.of(cluster).key("kubernetesVersion");
        Catalog.KubernetesMinor known = mesh.catalog().kubernetes().get(minor);
        if (known == null) {
            return Stream.of(Finding.warning(
                            path,
                            "Kubernetes " + minor + " is not in the catalog of AKS versions.",
                            "Use one of "
                                    + String.join(
                                            ", ", mesh.catalog().kubernetes().keySet())
                                    + ", or add it under `spec.catalog.kubernetes`.")
                    .givenBy(Paths.CATALOG.key("kubernetes").key(minor)));
        }
        return known.endOfLife().flatMap(end -> ended(path, "Kubernetes " + minor, end)).stream();
    }

    private Optional<Finding> ended(SpecPath path, String what, LocalDate end) {
        return asOf.isAfter(end)
                ? Optional.of(Finding.warning(
                        path, what + " has been out of support since " + end + ".", "Upgrade to a supported version."))
                : Optional.empty();
    }
}
