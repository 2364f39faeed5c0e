package dev.meshgen.pipeline;

import dev.meshgen.change.AzureChange;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OutputTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What brings the mesh to the state of a tree that has changed.
 *
 * @param commands to run in the tree's folder, in this order
 * @param section of the tree's README that says what else to do
 */
public record NextSteps(List<String> commands, Optional<String> section) {
    private static final String CLUSTER = "terraform/cluster-";

    /** What later steps put something in, which is gone with it. */
    private static final Set<String> FILLED_BY_STEPS =
            Set.of("azurerm_kubernetes_cluster", "azurerm_key_vault", "azurerm_container_registry");

    private static final Pattern ROLE_OF_READER =
            Pattern.compile("azurerm_role_assignment\\.vault_(pods|application_gateways)\\[");

    private static final Pattern STEP = Pattern.compile("scripts/(\\d\\d)-.*\\.sh");

    /** Differs between trees of one version of meshgen by `istio.cni` only. */
    private static final String INSTALLS_ISTIO = "scripts/07-install-istio.sh";

    /** Which steps apply a file; of these, a tree has the ones that its mesh needs. */
    private static final Map<Pattern, List<String>> APPLIED_BY = new LinkedHashMap<>();

    static {
        applies("terraform/(?!tests/).*", "00");
        applies("clusters/[^/]+/namespaces\\.yaml", "04");
        applies("clusters/[^/]+/[^/]+/secret-provider-class\\.yaml\\.tmpl", "02", "03", "05");
        applies("clusters/[^/]+/istio/[^/]+\\.yaml", "06", "07");
        applies("helm/.*", "05");
        applies("clusters/[^/]+/applications/.*", "10", "11");
        applies("clusters/[^/]+/checks/.*", "11");
        applies("clusters/[^/]+/ingress/[^/]+\\.yaml", "12", "15", "16", "17", "18", "21", "22");
    }

    public NextSteps {
        commands = List.copyOf(commands);
    }

    private static void applies(String path, String... steps) {
        APPLIED_BY.put(Pattern.compile(path), List.of(steps));
    }

    /**
     * @param azure what Terraform destroys or replaces
     * @param certified whether certificates were made for it
     */
    static NextSteps after(ChangeSet changes, List<AzureChange> azure, OutputTree tree, Mesh mesh, boolean certified) {
        if (changes.unchanged().isEmpty() && changes.changed().isEmpty()) {
            return new NextSteps(List.of("scripts/up.sh"), Optional.of("First run"));
        }
        if (changes.removed().stream().anyMatch(path -> path.startsWith(CLUSTER))) {
            return new NextSteps(List.of(), Optional.of("Remove a cluster"));
        }
        if (changes.added().stream().anyMatch(path -> path.startsWith(CLUSTER))) {
            return new NextSteps(List.of(up("--from 00", azure)), Optional.of("Add a cluster"));
        }
        if (azure.stream().anyMatch(NextSteps::loses)) {
            return new NextSteps(List.of(up("--from 00", azure)), Optional.empty());
        }
        List<String> commands = new ArrayList<>();
        SortedSet<String> steps = steps(changes, tree, certified);
        if (!steps.isEmpty()) {
            commands.add(up("--only " + String.join(",", steps), azure));
        }
        if (leaves(changes) || azure.stream().anyMatch(NextSteps::isRoleOfReader)) {
            commands.add("scripts/remove-what-left.sh");
        }
        return new NextSteps(commands, section(changes, steps, mesh));
    }

    private static Optional<String> section(ChangeSet changes, SortedSet<String> steps, Mesh mesh) {
        if (Stream.concat(changes.added().stream(), changes.changed().stream())
                .anyMatch(path -> path.startsWith("helm/"))) {
            return Optional.of("Install istio-csr");
        }
        return steps.contains("07") ? sectionOnIstio(changes, mesh) : Optional.empty();
    }

    private static Optional<String> sectionOnIstio(ChangeSet changes, Mesh mesh) {
        if (mesh.istio().releases().previous().isPresent()) {
            return Optional.of("Upgrade Istio");
        }
        return changes.changed().contains(INSTALLS_ISTIO) ? Optional.of("Turn istio-cni on or off") : Optional.empty();
    }

    /** Names the permission that step 00 asks for, with the reason, where it does. */
    private static String up(String options, List<AzureChange> azure) {
        String command = "scripts/up.sh " + options;
        List<AzureChange> lost =
                azure.stream().filter(change -> !isRoleOfReader(change)).toList();
        if (lost.isEmpty()) {
            return command;
        }
        String does = Stream.of(AzureChange.Action.values())
                .flatMap(action -> count(action, lost).stream())
                .collect(Collectors.joining(" and "));
        return "MESH_ALLOW_DESTROY=yes " + command + "  # step 00 " + does
                + (lost.size() == 1 ? " resource" : " resources") + " in Azure";
    }

    private static Optional<String> count(AzureChange.Action action, List<AzureChange> changes) {
        long count =
                changes.stream().filter(change -> change.action() == action).count();
        return count == 0 ? Optional.empty() : Optional.of(action.verb() + "s " + count);
    }

    /**
     * A role on a secret that its reader needs no more. Step 00 leaves it to remove-what-left.sh.
     */
    private static boolean isRoleOfReader(AzureChange change) {
        return change.action() == AzureChange.Action.DESTROY
                && ROLE_OF_READER.matcher(change.address()).lookingAt();
    }

    private static boolean loses(AzureChange change) {
        return change.action() == AzureChange.Action.REPLACE && FILLED_BY_STEPS.contains(change.type());
    }

    private static SortedSet<String> steps(ChangeSet changes, OutputTree tree, boolean certified) {
        SortedSet<String> steps = new TreeSet<>(certified ? List.of("02", "03") : List.of());
        Stream.concat(changes.added().stream(), changes.changed().stream())
                .forEach(path -> APPLIED_BY.forEach((pattern, by) -> {
                    if (pattern.matcher(path).matches()) {
                        steps.addAll(by);
                    }
                }));
        if (changes.removed().stream().anyMatch(path -> path.startsWith("terraform/"))) {
            steps.add("00");
        }
        steps.retainAll(tree.files().keySet().stream()
                .map(STEP::matcher)
                .flatMap(matcher -> matcher.matches() ? Stream.of(matcher.group(1)) : Stream.empty())
                .toList());
        return steps;
    }

    /** Whether something may run on in a cluster that the tree no longer has there. */
    private static boolean leaves(ChangeSet changes) {
        return changes.removed().stream().anyMatch(path -> path.startsWith("clusters/"))
                || changes.changed().contains("scripts/env.sh")
                        && changes.changed().stream().anyMatch(path -> path.matches("clusters/[^/]+/applications/.*"));
    }
}
