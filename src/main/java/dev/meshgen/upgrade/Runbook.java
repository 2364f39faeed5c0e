package dev.meshgen.upgrade;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Catalog;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Version;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An upgrade as a runbook in Markdown. */
public final class Runbook {
    private final Mesh mesh;
    private final UpgradePlan plan;
    private final String spec;
    private final SortedMap<String, SpecPath> paths;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param spec the file to edit
     * @param paths where it has the Kubernetes version of each cluster, by cluster
     */
    public Runbook(Mesh mesh, UpgradePlan plan, String spec, SortedMap<String, SpecPath> paths) {
        this.mesh = mesh;
        this.plan = plan;
        this.spec = spec;
        this.paths = Collections.unmodifiableSortedMap(new TreeMap<>(paths));
    }

    public String text() {
        List<Stage> stages = plan.stages();
        line("# Upgrade the mesh " + mesh.name());
        line("");
        if (stages.isEmpty()) {
            line("Everything runs these versions already.");
            return text.toString();
        }
        line("The specification is `" + spec + "`. Run `scripts/` in the folder of the tree. Complete each");
        line("stage in every cluster before the next. Steps are idempotent: resume at one that failed.");
        line("");
        moments(stages);
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i) instanceof Stage.Istio istio) {
                istio(i + 1, istio);
            } else if (stages.get(i) instanceof Stage.Kubernetes kubernetes) {
                kubernetes(i + 1, kubernetes);
            }
        }
        return text.toString().replace("\n\n\n", "\n\n");
    }

    /** What runs at each moment, and what the catalog says that each Istio supports. */
    private void moments(List<Stage> stages) {
        line("| moment | Istio | Kubernetes | supported by every Istio that runs |");
        line("| --- | --- | --- | --- |");
        moment("before", plan.before(), plan.before().minors());
        for (int i = 0; i < stages.size(); i++) {
            Versions during = stages.get(i).during();
            Versions after = stages.get(i).after();
            moment(
                    "during stage " + (i + 1),
                    during,
                    Stream.concat(during.minors().stream(), after.minors().stream())
                            .distinct()
                            .toList());
            moment("after stage " + (i + 1), after, after.minors());
        }
        line("");
    }

    private void moment(String name, Versions versions, List<String> minors) {
        TreeSet<String> supported = new TreeSet<>(mesh.catalog().kubernetes().keySet());
        versions.istio().stream()
                .map(each -> mesh.catalog().istio().get(each.minorText()))
                .map(Catalog.IstioMinor::kubernetes)
                .forEach(supported::retainAll);
        line("| " + name + " | " + joined(versions.istio()) + " | " + String.join(", ", minors) + " | "
                + String.join(", ", supported) + " |");
    }

    private void istio(int number, Stage.Istio stage) {
        line("## " + number + ". Istio " + stage.from() + " to " + stage.to());
        line("");
        if (mesh.istio().releases().previous().isEmpty()) {
            edit(List.of("istio:", "  version: " + stage.to(), "  previousVersion: " + stage.from()));
        }
        if (mesh.certificateAuthority().certManager().isPresent()) {
            line("istiod's certificate has to name both revisions: run the commands of section \"Install istio-csr\"");
            line("of the tree's README.md, for istio-csr, in every cluster.");
            line("");
        }
        line("Install the new control plane in every cluster, beside the old one. Gateways move to it at");
        line("once; workloads stay on the revision that the tag `"
                + mesh.istio().revisions().tag() + "` points to:");
        commands("scripts/up.sh --from 00 --to 07");
        line("Try the new revision on one namespace with the label `istio.io/rev: "
                + stage.to().dashed() + "`. Then");
        line("move the tags, and restart the workloads:");
        commands("scripts/switch-revision.sh", "scripts/up.sh --from 08");
        line("To go back, exchange `version` and `previousVersion`, generate, and run these commands again.");
        line("");
        line("When no proxy uses the old revision, remove it:");
        removal(stage);
    }

    private void removal(Stage.Istio stage) {
        commands(mesh.clusters().stream()
                .flatMap(cluster -> Stream.of(
                        "istioctl --context " + cluster.name() + " proxy-status",
                        "istioctl --context " + cluster.name() + " uninstall --revision "
                                + stage.from().dashed()))
                .toArray(String[]::new));
        if (mesh.hasVaultPods()) {
            line("End the upgrade: remove `previousVersion`. Step 00 takes the old istiod's access to Key Vault.");
            edit(List.of("istio:", "  version: " + stage.to()), "MESH_ALLOW_DESTROY=yes scripts/up.sh --only 00");
        } else {
            line("End the upgrade: remove `previousVersion`, and give istio-csr its new values as before.");
            edit(List.of("istio:", "  version: " + stage.to()));
        }
    }

    private void kubernetes(int number, Stage.Kubernetes stage) {
        line("## " + number + ". Kubernetes " + stage.to());
        line("");
        line("Set to `\"" + stage.to() + "\"` in the specification:");
        line("");
        stage.clusters().stream()
                .collect(Collectors.groupingBy(paths::get, LinkedHashMap::new, Collectors.toList()))
                .forEach((path, clusters) -> line("- `" + path + "`, for " + String.join(", ", clusters)));
        line("");
        line("Then generate, and upgrade one cluster after the other: first its control plane, then its node");
        line("pools, node by node:");
        commands("meshgen generate " + spec, "scripts/upgrade-kubernetes.sh");
    }

    private void edit(List<String> lines, String... commands) {
        line("");
        line("In the specification, under `spec`:");
        line("");
        line("```yaml");
        lines.forEach(this::line);
        line("```");
        commands(Stream.concat(Stream.of("meshgen generate " + spec), Stream.of(commands))
                .toArray(String[]::new));
    }

    private void commands(String... commands) {
        line("");
        line("```bash");
        for (String command : commands) {
            line(command);
        }
        line("```");
        line("");
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    private static String joined(List<Version> versions) {
        return versions.stream().map(Version::toString).collect(Collectors.joining(" and "));
    }
}
