package dev.meshgen.upgrade;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Version;
import dev.meshgen.upgrade.UpgradePlan.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Orders the stages so that each Istio that runs supports each Kubernetes that runs, as far as the
 * catalog knows. AKS upgrades one minor at a time; Istio goes as far as its revisions may differ.
 */
public final class UpgradePlanner {
    private final Mesh mesh;
    private final UpgradeTarget target;
    private final Versions before;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private Version istio;
    private final SortedMap<String, Version> kubernetes = new TreeMap<>();

    private UpgradePlanner(Mesh mesh, UpgradeTarget target) {
        this.mesh = mesh;
        this.target = target;
        Optional<Version> previous = mesh.istio().releases().previous();
        this.istio = previous.orElse(mesh.istio().version());
        mesh.clusters().forEach(each -> kubernetes.put(each.name(), each.aks().kubernetesVersion()));
        this.before = now(Stream.concat(Stream.of(mesh.istio().version()), previous.stream())
                .toList());
    }

    public static UpgradePlan plan(Mesh mesh, UpgradeTarget target) {
        UpgradePlanner planner = new UpgradePlanner(mesh, target);
        new TargetChecks(mesh, target).refusals().forEach(planner.refusals::add);
        if (planner.refusals.isEmpty()) {
            planner.addStages();
        }
        return new UpgradePlan(planner.before, planner.stages, planner.refusals);
    }

    /**
     * Istio goes first where it can: a new one supports older Kubernetes more often than reversed.
     */
    private void addStages() {
        while (isIstioDue() || nextMinor().isPresent()) {
            Optional<Version> minor = nextMinor();
            if (isIstioDue() && supports(target.istio().get(), now(List.of()).minors())) {
                addIstio(target.istio().get());
            } else if (minor.isPresent() && supports(istio, List.of(minor.get().minorText()))) {
                addKubernetes(minor.get());
            } else {
                refuseToGoOn(minor);
                return;
            }
        }
    }

    private boolean isIstioDue() {
        return target.istio().filter(to -> !to.equals(istio)).isPresent();
    }

    /** The next version of the clusters that are furthest behind. */
    private Optional<Version> nextMinor() {
        Version wanted = target.kubernetes().orElse(null);
        if (wanted == null) {
            return Optional.empty();
        }
        return kubernetes.values().stream()
                .filter(each -> isBehind(each, wanted))
                .min(Versions.ORDER)
                .map(lowest -> lowest.minor() + 1 < wanted.minor()
                        ? new Version(lowest.major(), lowest.minor() + 1, Optional.empty())
                        : wanted);
    }

    private static boolean isBehind(Version version, Version wanted) {
        return version.minor() < wanted.minor()
                || wanted.patch().isPresent()
                        && version.patch().isPresent()
                        && Versions.ORDER.compare(version, wanted) < 0;
    }

    private void addIstio(Version to) {
        Versions during = now(List.of(to, istio));
        stages.add(new Stage.Istio(istio, to, during, now(List.of(to))));
        istio = to;
    }

    private void addKubernetes(Version to) {
        List<String> clusters = kubernetes.entrySet().stream()
                .filter(each -> isBehind(each.getValue(), to))
                .map(SortedMap.Entry::getKey)
                .toList();
        Versions during = now(List.of(istio));
        clusters.forEach(each -> kubernetes.put(each, to));
        stages.add(new Stage.Kubernetes(to, clusters, during, now(List.of(istio))));
    }

    private Versions now(List<Version> revisions) {
        return new Versions(revisions, kubernetes);
    }

    private boolean supports(Version revision, List<String> minors) {
        return mesh.catalog().istio().get(revision.minorText()).kubernetes().containsAll(minors);
    }

    private void refuseToGoOn(Optional<Version> minor) {
        boolean isForIstio = minor.isEmpty();
        Version revision = isForIstio ? target.istio().orElseThrow() : istio;
        String wanted = minor.map(Version::minorText)
                .orElseGet(() -> String.join(", ", now(List.of()).minors()));
        String supported = String.join(
                ", ", mesh.catalog().istio().get(revision.minorText()).kubernetes());
        refusals.add(new Refusal(
                isForIstio ? clusterPath() : SpecPath.of("spec", "istio", "version"),
                "Istio " + revision + " and Kubernetes " + wanted + " don't fit together: that Istio supports "
                        + supported + ".",
                isForIstio
                        ? "Upgrade Kubernetes too, with `--kubernetes`, to one of those."
                        : "Upgrade Istio too, with `--istio`, to a version that supports Kubernetes " + wanted + "."));
    }

    private SpecPath clusterPath() {
        Cluster oldest = mesh.clusters().stream()
                .min((a, b) -> Versions.ORDER.compare(
                        a.aks().kubernetesVersion(), b.aks().kubernetesVersion()))
                .orElseThrow();
        return SpecPath.of("spec", "clusters").index(oldest.position()).key("kubernetesVersion");
    }
}
