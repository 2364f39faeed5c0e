package dev.meshgen.upgrade;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Version;
import dev.meshgen.upgrade.UpgradePlan.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be said of a target before there is a way to it. */
record TargetChecks(Mesh mesh, UpgradeTarget target) {
    private static final SpecPath ISTIO = SpecPath.of("spec", "istio", "version");
    private static final SpecPath CLUSTERS = SpecPath.of("spec", "clusters");
    private static final SpecPath PREVIOUS = SpecPath.of("spec", "istio", "previousVersion");

    List<Refusal> refusals() {
        List<Refusal> found = new ArrayList<>();
        unknown("Istio", "istio", mesh.istio().version(), mesh.catalog().istio().keySet(), ISTIO)
                .ifPresent(found::add);
        if (target.istio().isEmpty()) {
            mesh.istio().releases().previous().map(this::underWay).ifPresent(found::add);
        }
        target.istio().ifPresent(to -> {
            unknown("Istio", "istio", to, mesh.catalog().istio().keySet(), ISTIO)
                    .ifPresent(found::add);
            istio(to).ifPresent(found::add);
        });
        target.kubernetes().ifPresent(to -> {
            unknown("Kubernetes", "kubernetes", to, mesh.catalog().kubernetes().keySet(), CLUSTERS)
                    .ifPresent(found::add);
            kubernetes(to).ifPresent(found::add);
        });
        return found.stream().distinct().toList();
    }

    private static Optional<Refusal> unknown(String what, String key, Version version, Set<String> known, SpecPath at) {
        return known.contains(version.minorText())
                ? Optional.empty()
                : Optional.of(new Refusal(
                        at,
                        what + " " + version.minorText() + " is not in the catalog of versions, so meshgen can't tell"
                                + " what fits together.",
                        "Use one of " + String.join(", ", known) + ", or add it under `spec.catalog." + key + "`."));
    }

    private Optional<Refusal> istio(Version to) {
        Version current = mesh.istio().version();
        Optional<Version> previous = mesh.istio().releases().previous();
        if (previous.isPresent() && !to.equals(current)) {
            return previous.map(this::underWay);
        }
        Version from = previous.orElse(current);
        if (Versions.ORDER.compare(to, from) <= 0) {
            return Optional.of(new Refusal(
                    ISTIO,
                    "Istio " + to + " is not newer than " + from + ", which runs.",
                    "Name a newer version. To undo an upgrade that is under way, exchange `version` and"
                            + " `previousVersion`."));
        }
        int most = mesh.istio().cni() ? 1 : 2;
        return to.minor() - from.minor() <= most
                ? Optional.empty()
                : Optional.of(new Refusal(
                        ISTIO,
                        "Istio " + to + " is " + (to.minor() - from.minor()) + " minor versions ahead of " + from
                                + ", and revisions that run side by side may differ by " + most + ".",
                        "Upgrade to a release of " + from.major() + "." + (from.minor() + most) + " first."));
    }

    private Refusal underWay(Version previous) {
        Version current = mesh.istio().version();
        return new Refusal(
                PREVIOUS,
                "An upgrade from Istio " + previous + " to " + current + " is under way.",
                "End it first: `meshgen plan-upgrade --istio " + current + "` prints the steps.");
    }

    private Optional<Refusal> kubernetes(Version to) {
        return mesh.clusters().stream()
                .filter(each -> Versions.ORDER.compare(minor(each.aks().kubernetesVersion()), minor(to)) > 0)
                .findFirst()
                .map(newer -> new Refusal(
                        path(newer),
                        "Cluster `" + newer.name() + "` runs Kubernetes "
                                + newer.aks().kubernetesVersion() + ", which is newer than " + to
                                + ", and AKS can't downgrade it.",
                        "Name " + newer.aks().kubernetesVersion().minorText() + " or a newer version."));
    }

    private static Version minor(Version version) {
        return new Version(version.major(), version.minor(), Optional.empty());
    }

    private static SpecPath path(Cluster cluster) {
        return CLUSTERS.index(cluster.position()).key("kubernetesVersion");
    }
}
