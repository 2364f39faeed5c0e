package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a file comes from, and what a key or an ID means. */
class ExplainCommandTest {
    private static final String SPEC = "samples/two-regions/mesh.yaml";

    private static Run explain(String what) {
        return Meshgen.run("explain", what, SPEC, "--as-of", "2026-11-22");
    }

    private static String explained(String what) {
        Run run = explain(what);
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out();
    }

    @Test
    void an_id_is_explained_as_in_the_documentation() {
        assertThat(explained("network-overlap"))
                .startsWith("### network-overlap\n")
                .doesNotContain("\n### ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check-edited", "check-blocked", "azure-replace"})
    void an_id_that_shares_its_section_is_explained_too(String id) {
        assertThat(explained(id)).startsWith("### ").contains(id).doesNotContain("\n### ");
    }

    @Test
    void a_key_has_the_schema_s_words() {
        assertThat(explained("spec.clusters.network"))
                .startsWith("spec.clusters.network\n")
                .contains("- addressSpace: ");
        assertThat(explained("spec.clusters[0].nodePools.user.maxCount")).contains("Type: integer");
        assertThat(explained("spec.azure.keyVault.sku"))
                .contains("One of: standard, premium")
                .contains("Default: ");
    }

    @Test
    void a_file_leads_to_its_template_and_its_cluster() {
        assertThat(explained("terraform/cluster-two.tf"))
                .isEqualTo("terraform/cluster-two.tf: terraform/cluster-{cluster}.tf, for cluster two\n");
        assertThat(explained("scripts/env.sh")).isEqualTo("scripts/env.sh: scripts/env.sh, for the whole mesh\n");
    }

    @Test
    void a_line_leads_to_that_of_its_template_and_to_its_values() {
        assertThat(explained("terraform/cluster-two.tf:5")).isEqualTo("""
                        terraform/cluster-two.tf: terraform/cluster-{cluster}.tf, for cluster two
                          line 5: location           = "northeurope"
                          template: terraform/cluster-{cluster}.tf:4
                          value: samples/two-regions/mesh.yaml:22:13: spec.clusters[1].region: northeurope
                        """);
    }

    @Test
    void a_value_of_the_cluster_defaults_and_one_of_the_schema_say_so() {
        assertThat(explained("terraform/cluster-two.tf:7"))
                .endsWith(
                        "  value: samples/two-regions/mesh.yaml:16:24: spec.clusterDefaults.kubernetesVersion: 1.35\n");
        assertThat(explained("terraform/cluster-two.tf:48"))
                .contains("  value: default: spec.clusters[1].nodePools.user.maxCount: 5\n");
    }

    @Test
    void a_derived_range_and_a_revision_lead_to_what_they_come_from() {
        assertThat(explained("terraform/cluster-two.tf:26"))
                .contains("value: samples/two-regions/mesh.yaml:23:29: spec.clusters[1].network.addressSpace");
        assertThat(explained("clusters/two/istio/operator.yaml:14"))
                .contains("value: samples/two-regions/mesh.yaml:14:14: spec.istio.version: " + Samples.ISTIO);
    }

    @Test
    void a_path_may_be_pasted_as_a_terminal_or_a_compiler_prints_it() {
        String plain = explained("scripts/env.sh:6");
        for (String pasted : List.of(
                "out/two-regions/scripts/env.sh:6",
                "./out/two-regions/scripts/../scripts/env.sh:6",
                "out/two-regions/scripts/env.sh:6:1",
                Path.of("out/two-regions/scripts/env.sh").toAbsolutePath() + ":6")) {
            assertThat(explained(pasted)).as(pasted).isEqualTo(plain);
        }
    }

    @Test
    void a_folder_lists_the_template_of_each_file() {
        assertThat(explained("out/two-regions/clusters/two/istio"))
                .contains("clusters/two/istio/operator.yaml: clusters/{cluster}/istio/operator.yaml\n")
                .doesNotContain("clusters/one");
        assertThat(explained("out/two-regions")).contains("\nscripts/env.sh: scripts/env.sh\n");
    }

    /** What a template prints as it is must be on the very line that is named. */
    @Test
    void the_line_of_a_template_is_the_right_one() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("out/two-regions/scripts/switch-revision.sh"));
        List<String> template = Files.readAllLines(Path.of("templates/scripts/switch-revision.sh"));
        for (int number = 3; number <= lines.size(); number += 4) {
            String text = lines.get(number - 1);
            String said = explained("scripts/switch-revision.sh:" + number);
            if (!text.isBlank()) {
                int line = Integer.parseInt(
                        said.replaceAll("(?s).*template: scripts/switch-revision\\.sh:(\\d+).*", "$1"));
                assertThat(template.get(line - 1)).isEqualTo(text);
            }
        }
    }

    @Test
    void anything_else_is_wrong_usage_and_names_what_may_be_meant() {
        assertRefused("nonsense", "is no file of the tree");
        assertRefused("network-overlab", "did you mean `network-overlap`?");
        assertRefused("spec.clusters.netwrk", "did you mean `spec.clusters.network`?");
        assertRefused("terraform/cluster-tow.tf:3", "did you mean `terraform/cluster-two.tf`?");
        assertRefused("scripts/env.sh:9999", "scripts/env.sh has ");
        assertRefused("toplogy.svg", "did you mean `topology.svg`?");
        assertRefused("pki/none", "is no file of the tree");
    }

    @Test
    void a_misspelt_key_needs_no_specification() {
        Run run = Meshgen.run("explain", "spec.clusters.netwrk", "none.yaml");

        assertThat(run.exit()).isEqualTo(64);
        assertThat(run.err()).contains("did you mean `spec.clusters.network`?").doesNotContain("none.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "scripts/env.sh:9999"})
    void of_what_is_unknown_nothing_else_is_said(String what) {
        String[] late = {"explain", what, SPEC, "--as-of", "2036-11-22"};

        Run run = Meshgen.run(late);

        assertThat(run.exit()).isEqualTo(64);
        assertThat(run.err()).contains(what.split(":")[0]).doesNotContain("warning");
        late[1] = "scripts/env.sh";
        assertThat(Meshgen.run(late).err()).contains("warning");
    }

    private static void assertRefused(String what, String words) {
        Run run = explain(what);
        assertThat(run.exit()).as(what).isEqualTo(64);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(words);
    }

    @Test
    void a_specification_that_is_missing_or_wrong_is_an_error() {
        assertThat(Meshgen.run("explain", "terraform/shared.tf", "none.yaml").exit())
                .isEqualTo(1);
        Run wrong = Meshgen.runOn("kind: Mesh\n", "explain", "terraform/shared.tf", "-");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).contains("Nothing was explained.");
    }
}
