package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Catalog;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Istio minor should support each cluster's Kubernetes minor, as far as the catalog knows: of
 * one that it doesn't know, {@link VersionSupport} speaks.
 */
final class IstioOnKubernetes implements Rule {
    @Override
    public String id() {
        return "istio-kubernetes";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        String minor = mesh.istio().version().minorText();
        SpecPath entry = Paths.CATALOG.key("istio").key(minor);
        Catalog.IstioMinor istio = mesh.catalog().istio().get(minor);
        if (istio == null) {
            return Stream.of(Finding.warning(
                            Paths.ISTIO.key("version"),
                            "Istio " + minor
                                    + " is not in the catalog of versions, so meshgen can't check which Kubernetes versions it supports.",
                            "Use a version of "
                                    + String.join(", ", mesh.catalog().istio().keySet())
                                    + ", or add this one under `spec.catalog.istio`.")
                    .givenBy(entry));
        }
        return mesh.clusters().stream()
                .filter(cluster -> mesh.catalog().kubernetes().containsKey(minorOf(cluster)))
                .filter(cluster -> !istio.kubernetes().contains(minorOf(cluster)))
                .map(cluster -> Finding.warning(
                                Paths.of(cluster).key("kubernetesVersion"),
                                "Kubernetes " + minorOf(cluster) + " is not among those that Istio " + minor
                                        + " supports.",
                                "Use one of " + String.join(", ", istio.kubernetes())
                                        + ", or fix `spec.catalog.istio`.")
                        .givenBy(List.of(entry, Paths.CATALOG.key("kubernetes").key(minorOf(cluster)))));
    }

    private static String minorOf(Cluster cluster) {
        return cluster.aks().kubernetesVersion().minorText();
    }
}
