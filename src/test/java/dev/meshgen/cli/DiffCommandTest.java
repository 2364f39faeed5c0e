package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.FileTree;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a change is said to do before it is made. */
class DiffCommandTest {
    private static final String TWO =
            "  - name: two\n    region: northeurope\n    network: {addressSpace: 10.53.0.0/16}\n";

    @TempDir
    private Path folder;

    private Path spec;
    private Path changed;

    @BeforeEach
    void copy() throws IOException {
        spec = Files.copy(Path.of("samples/two-regions/mesh.yaml"), folder.resolve("mesh.yaml"));
        changed = folder.resolve("new.yaml");
    }

    private void change(String old, String now) throws IOException {
        String text = Files.readString(spec);
        assertThat(text).contains(old);
        Files.writeString(changed, text.replace(old, now));
    }

    private static Run run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--as-of", Samples.DAY.toString()));
        return Meshgen.run(all.toArray(String[]::new));
    }

    private Run diff(String... more) {
        List<String> words = new ArrayList<>(List.of("diff", spec.toString(), changed.toString()));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    @Test
    void a_specification_does_not_differ_from_itself() {
        Run run = run("diff", spec.toString(), spec.toString(), "--exit-code");

        assertThat(run).isEqualTo(new Run(0, "There is no difference.\n", ""));
    }

    @Test
    void a_larger_pool_is_named_by_cluster_and_replaces_nothing() throws IOException {
        change(
                "    network: {addressSpace: 10.53",
                "    nodePools: {user: {maxCount: 8}}\n    network: {addressSpace: 10.53");

        Run run = diff();

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .startsWith("cluster two: user pool 5 -> 8 nodes\n")
                .contains("--- a/terraform/cluster-two.tf\n+++ b/terraform/cluster-two.tf\n@@")
                .contains("\n-    max_count       = 5\n+    max_count       = 8\n")
                .doesNotContain("cluster one")
                .doesNotContain("Terraform destroys");
        assertThat(diff("--exit-code").exit()).isEqualTo(2);
    }

    @Test
    void a_change_that_replaces_a_cluster_names_it_with_the_reason() throws IOException {
        change("10.53.0.0/16}", "10.53.0.0/16, serviceCidr: 172.20.0.0/16}");

        Run run = diff("--stat");

        assertThat(run.out())
                .contains("cluster two: service range 172.16.0.0/16 -> 172.20.0.0/16\n")
                .contains(
                        "  module.cluster-two.azurerm_kubernetes_cluster.this is replaced: `network_profile.service_cidr`"
                                + " changes from 172.16.0.0/16 to 172.20.0.0/16\n")
                .contains("  module.cluster-two.azurerm_kubernetes_cluster_node_pool.user is replaced:"
                        + " `kubernetes_cluster_id` changes with module.cluster-two.azurerm_kubernetes_cluster.this\n")
                .containsPattern("azurerm [0-9.]+, read on ")
                .contains(" terraform/cluster-two.tf | ")
                .doesNotContain("module.cluster-one")
                .doesNotContain("@@");
    }

    @Test
    void a_cluster_that_comes_and_one_that_goes_are_told_with_their_peerings() throws IOException {
        change(TWO, TWO + "  - name: three\n    region: swedencentral\n    network: {addressSpace: 10.54.0.0/16}\n");

        assertThat(diff("--stat").out())
                .contains("cluster three: new, in swedencentral; adds peering with 2 others\n")
                .contains("region swedencentral: new\n")
                .doesNotContain("Terraform destroys");

        assertThat(run("diff", changed.toString(), spec.toString(), "--stat").out())
                .contains("cluster three: removed, with its peering with 2 others\n")
                .contains(
                        "  module.cluster-three.azurerm_kubernetes_cluster.this is destroyed: no longer in the tree\n")
                .contains("`--verbose` lists all");
        assertThat(run("diff", changed.toString(), spec.toString(), "--stat", "--verbose")
                        .out())
                .contains("  azurerm_virtual_network_peering.this[\"two-regions-one-to-three\"] is destroyed")
                .doesNotContain("`--verbose`");
    }

    @Test
    void what_holds_data_or_addresses_comes_first() throws IOException {
        change(TWO, TWO + "  - name: three\n    region: swedencentral\n    network: {addressSpace: 10.54.0.0/16}\n");

        Run run = run("diff", changed.toString(), spec.toString(), "--stat", "--verbose");

        List<String> types = run.out()
                .lines()
                .filter(line -> line.contains(" is destroyed: "))
                .map(line -> line.replaceAll("^.*\\b(azurerm_\\w+)\\..*$", "$1"))
                .distinct()
                .toList();
        assertThat(types)
                .startsWith(
                        "azurerm_kubernetes_cluster",
                        "azurerm_kubernetes_cluster_node_pool",
                        "azurerm_log_analytics_workspace",
                        "azurerm_virtual_network",
                        "azurerm_resource_group")
                .contains("azurerm_subnet", "azurerm_role_assignment");
    }

    @Test
    void each_file_has_the_number_of_its_lines_and_a_bar_that_is_never_too_long() throws IOException {
        change(TWO, TWO + "  - name: three\n    region: swedencentral\n    network: {addressSpace: 10.54.0.0/16}\n");
        List<String> unified = diff().out().lines().toList();

        List<String> stat = diff("--stat").out().lines().toList();

        int files = 0;
        int longest = 0;
        for (String line : stat) {
            Matcher matcher = Pattern.compile(" (\\S+) \\| (\\d+) (\\+*)(-*)").matcher(line);
            if (matcher.matches()) {
                files++;
                int lines = Integer.parseInt(matcher.group(2));
                int bar = matcher.group(3).length() + matcher.group(4).length();
                assertThat(bar).as(line).isLessThanOrEqualTo(40).isEqualTo(lines <= 40 ? lines : bar);
                assertThat(2 * bar).as(line).isGreaterThanOrEqualTo(Math.min(lines, 40));
                longest = Math.max(longest, lines);
            }
        }
        assertThat(longest).isGreaterThan(120);
        assertThat(stat.get(stat.size() - 1))
                .isEqualTo(files + " files differ, " + changes(unified, '+') + " lines added, " + changes(unified, '-')
                        + " lines removed.");
        assertThat(stat).contains(" scripts/env.sh | 14 +++++++++++---");
    }

    private static long changes(List<String> unified, char sign) {
        return unified.stream()
                .filter(line -> !line.isEmpty() && line.charAt(0) == sign)
                .filter(line -> !line.matches("(---|[+]{3}) ([ab]/|/dev/null).*"))
                .count();
    }

    @Test
    void one_file_is_one_file() throws IOException {
        change("echoserver:1.10", "echoserver:1.9");

        assertThat(diff("--stat").out())
                .endsWith(" clusters/one/applications/echoserver.yaml | 6 +++---\n"
                        + "1 file differs, 3 lines added, 3 lines removed.\n");
    }

    @Test
    void an_outbound_address_goes_with_the_doors_that_needed_it() throws IOException {
        String one = "    network: {addressSpace: 10.52";
        change(one, "    apiServer: {authorizedIpRanges: [203.0.113.0/28]}\n" + one);

        assertThat(diff("--stat").out()).doesNotContain("Terraform destroys");
        assertThat(run("diff", changed.toString(), spec.toString(), "--stat", "--verbose")
                        .out())
                .contains("  module.cluster-one.azurerm_public_ip.egress[0] is destroyed")
                .contains("  module.cluster-two.azurerm_role_assignment.cluster_egress[0] is destroyed");
    }

    @Test
    void roles_of_who_runs_the_steps_move_with_them() throws IOException {
        change("    tags: ", "    deployerObjectId: 55555555-5555-5555-5555-555555555555\n    tags: ");

        assertThat(diff("--stat", "--verbose").out())
                .contains("  azurerm_role_assignment.vault_deployer[\"Key Vault Secrets Officer\"] is replaced:"
                        + " `principal_id` changes from none to 55555555-5555-5555-5555-555555555555\n")
                .contains("  azurerm_role_assignment.cluster_deployer[\"two\"] is replaced: `principal_id` changes");
    }

    @Test
    void istio_and_applications_have_lines_of_their_own() throws IOException {
        change("version: " + Samples.ISTIO, "version: 1.30.4");
        assertThat(diff("--stat").out()).contains("cluster one: Istio " + Samples.ISTIO + " -> 1.30.4\n");

        change("echoserver:1.10", "echoserver:1.9");
        assertThat(diff("--stat").out())
                .contains(
                        "application echoserver: image registry.k8s.io/echoserver:1.10 -> registry.k8s.io/echoserver:1.9");
    }

    @Test
    void a_folder_is_compared_and_not_written() throws IOException {
        Path tree = folder.resolve("tree");
        run("generate", "--without-ca", spec.toString(), "-d", tree.toString());
        Files.writeString(tree.resolve("scripts/up.sh"), "mine\n");
        Files.writeString(tree.resolve("notes.md"), "mine\n");
        FileTree before = FileTree.read(tree);
        change("    region: northeurope", "    region: swedencentral");

        Run run = run("diff", changed.toString(), "-d", tree.toString());

        assertThat(run.out())
                .contains("cluster two: region northeurope -> swedencentral\n")
                .contains("module.cluster-two.azurerm_kubernetes_cluster.this is replaced: `location` changes")
                .contains("module.region-northeurope.azurerm_log_analytics_workspace.this is destroyed")
                .contains("scripts/up.sh: edited by hand\n")
                .contains("\n-mine\n")
                .contains("--- a/terraform/region-northeurope.tf\n+++ /dev/null\n")
                .contains("--- /dev/null\n+++ b/terraform/region-swedencentral.tf\n")
                .doesNotContain("notes.md");
        assertThat(FileTree.read(tree)).isEqualTo(before);
    }

    @Test
    void generate_says_what_is_destroyed_before_it_writes() throws IOException {
        Path tree = folder.resolve("tree");
        run("generate", "--without-ca", spec.toString(), "-d", tree.toString());
        change(TWO, "");
        FileTree before = FileTree.read(tree);

        Run dry = run("generate", "--without-ca", "--dry-run", changed.toString(), "-d", tree.toString());

        assertThat(dry.err()).contains("module.cluster-two.azurerm_kubernetes_cluster.this is destroyed");
        assertThat(dry.out()).contains("  - terraform/cluster-two.tf\n").contains("Nothing was written");
        assertThat(FileTree.read(tree)).isEqualTo(before);

        Run run = run("generate", "--without-ca", changed.toString(), "-d", tree.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEqualTo(dry.err());
        assertThat(tree.resolve("terraform/cluster-two.tf")).doesNotExist();
        assertThat(run("generate", "--without-ca", changed.toString(), "-d", tree.toString())
                        .err())
                .isEmpty();
    }

    @Test
    void another_address_space_is_said_to_be_refused_as_generate_says_it() throws IOException {
        change("10.53.0.0/16", "10.99.0.0/16");
        String said = ": warning: The address space of cluster `two` changes (10.53.0.0/16 -> 10.99.0.0/16): Azure"
                + " refuses that in step 00 while the cluster has nodes. [azure-address-space]";

        assertThat(diff().err()).startsWith(changed + said).endsWith("\n1 warning.\n");
        assertThat(diff("-o", "json").out()).contains("\"rule\" : \"azure-address-space\"");

        String tree = folder.resolve("tree").toString();
        run("generate", spec.toString(), "-d", tree, "--without-ca");
        assertThat(run("diff", changed.toString(), "-d", tree).err())
                .startsWith(tree + "/terraform/cluster-two.tf" + said);
        assertThat(run("generate", changed.toString(), "-d", tree, "--without-ca", "--dry-run")
                        .err())
                .contains(tree + "/terraform/cluster-two.tf" + said);
        assertThat(run("diff", spec.toString(), "-d", tree).err()).isEmpty();
    }

    @Test
    void nodes_that_an_update_replaces_are_said() throws IOException {
        change(
                "    network: {addressSpace: 10.53",
                "    nodePools: {user: {vmSize: Standard_D16ds_v5, osDiskSizeGb: 256}, system: {maxPods: 60}}\n"
                        + "    network: {addressSpace: 10.53");
        String said = "warning: Step 00 replaces all nodes in pools of cluster `two`: system (pods per node), user (VM"
                + " size, size of the OS disk). Each pool's pods move to a temporary pool, then to the new nodes."
                + " [azure-node-pool]";

        assertThat(diff().err()).contains(said).endsWith("\n1 warning.\n");
        String tree = folder.resolve("tree").toString();
        run("generate", spec.toString(), "-d", tree, "--without-ca");
        assertThat(run("generate", changed.toString(), "-d", tree, "--without-ca", "--dry-run")
                        .err())
                .contains(tree + "/terraform/cluster-two.tf: " + said);

        change("    kubernetesVersion:", "    zones: [\"1\"]\n    kubernetesVersion:");
        assertThat(diff().err()).contains("cluster `one`: system (zones), user (zones).", "cluster `two`: ");

        change("region: northeurope", "region: uksouth\n    nodePools: {user: {vmSize: Standard_D16ds_v5}}");
        assertThat(diff().err()).as("a cluster that is replaced").isEmpty();
        change("region: northeurope", "region: northeurope\n    nodePools: {user: {maxCount: 9}}");
        assertThat(diff().err()).as("another number of nodes").isEmpty();
    }

    @Test
    void colours_are_those_of_a_terminal() throws IOException {
        change("echoserver:1.10", "echoserver:1.9");

        assertThat(diff("--color", "always").out()).contains("\u001b[32m+").contains("\u001b[31m-");
        assertThat(diff().out()).doesNotContain("\u001b");
    }

    @Test
    void what_is_destroyed_is_coloured_for_people_only() throws IOException {
        String tree = folder.resolve("tree").toString();
        run("generate", "--without-ca", spec.toString(), "-d", tree);
        change(TWO, "");
        String[] generate = {
            "generate", "--without-ca", "--dry-run", changed.toString(), "-d", tree, "--color", "always", "-o", "text"
        };

        assertThat(run(generate).err()).contains("is destroyed").contains("\u001b[");
        generate[9] = "json";
        assertThat(run(generate).err()).contains("is destroyed").doesNotContain("\u001b");
    }

    @Test
    void a_broken_specification_and_wrong_usage_say_so() throws IOException {
        change("version: " + Samples.ISTIO, "version: none");
        assertThat(diff().exit()).isEqualTo(1);
        assertThat(diff().err()).contains("new.yaml:").contains("Nothing was compared.");
        assertThat(diff().out()).isEmpty();
        assertThat(diff("-d", "out").exit()).isEqualTo(64);
        assertThat(run("diff", "none.yaml").err()).contains("does not exist");
        assertThat(run("diff", spec.toString(), "none.yaml").err()).contains("does not exist");
    }

    @Test
    void programs_get_what_azure_loses_as_findings_and_no_text() throws IOException {
        change("region: northeurope", "region: swedencentral");

        JsonNode sarif = new JsonMapper().readTree(diff("-o", "sarif").out());

        JsonNode results = sarif.at("/runs/0/results");
        assertThat(results.valueStream().map(each -> each.at("/ruleId").stringValue()))
                .contains("azure-replace", "azure-destroy");
        assertThat(results.valueStream().map(each -> each.at("/message/text").stringValue()))
                .anyMatch(text -> text.contains("module.cluster-two.azurerm_kubernetes_cluster.this")
                        && text.contains("`location` changes from northeurope to swedencentral"));
        assertThat(results.at("/0/locations/0/physicalLocation/artifactLocation/uri")
                        .stringValue())
                .endsWith("new.yaml");
        Run github = diff("-o", "github");
        assertThat(github.out()).isEmpty();
        assertThat(github.err()).contains("::warning file=").contains("azurerm_kubernetes_cluster");
    }
}
