package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.schema.Inheritance;
import dev.meshgen.source.SpecDocument;
import dev.meshgen.upgrade.Runbook;
import dev.meshgen.upgrade.UpgradePlan;
import dev.meshgen.upgrade.UpgradePlanner;
import dev.meshgen.upgrade.UpgradeTarget;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plans an upgrade of a mesh, in the places of its specification. */
record PlannedUpgrade(CheckedMesh checked) {
    Outcome<String> runbook(UpgradeTarget target) {
        UpgradePlan plan = UpgradePlanner.plan(checked.mesh(), target);
        List<Diagnostic> errors = plan.refusals().stream()
                .map(refusal -> Diagnostic.error(
                        "upgrade-path", document().spanOf(written(refusal.path())), refusal.fact(), refusal.fix()))
                .toList();
        return Outcome.of(plan, errors)
                .map(found -> new Runbook(
                                checked.mesh(),
                                found,
                                document().text().name(),
                                checked.mesh().clusters().stream()
                                        .collect(Collectors.toMap(
                                                Cluster::name, this::versionPath, (one, other) -> one, TreeMap::new)))
                        .text());
    }

    private SpecDocument document() {
        return checked.spec().document();
    }

    private SpecPath versionPath(Cluster cluster) {
        return written(SpecPath.of("spec", "clusters").index(cluster.position()).key("kubernetesVersion"));
    }

    /** A value's own place, or that in {@code clusterDefaults}. */
    private SpecPath written(SpecPath path) {
        return Inheritance.origins(document(), path).stream()
                .filter(origin -> document().find(origin).isPresent())
                .findFirst()
                .orElse(path);
    }
}
