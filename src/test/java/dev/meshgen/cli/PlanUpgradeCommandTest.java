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
import org.junit.jupiter.api.Test;

/** The way to newer versions, and why there is none. */
class PlanUpgradeCommandTest {
    private static final Pattern SCRIPT = Pattern.compile("scripts/[a-z-]+\\.sh");
    private static final Pattern STEPS = Pattern.compile("--(?:from|to|only) (\\d\\d)");
    private static final Pattern STAGE = Pattern.compile("^## \\d\\. (.*)$", Pattern.MULTILINE);

    private static String spec(String istio, String kubernetes) throws IOException {
        return Files.readString(Path.of("samples/two-regions/mesh.yaml"))
                .replaceFirst("version: " + Samples.ISTIO + " .*", "version: " + istio)
                .replace("\"1.35\"", '"' + kubernetes + '"');
    }

    private static Run plan(String spec, String... options) {
        List<String> line = new ArrayList<>(List.of("plan-upgrade", "-", "--as-of", "2026-10-01"));
        line.addAll(List.of(options));
        return Meshgen.runOn(spec, line.toArray(String[]::new));
    }

    private static String planned(String spec, String... options) {
        Run run = plan(spec, options);
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out();
    }

    private static List<String> stages(String runbook) {
        return STAGE.matcher(runbook).results().map(found -> found.group(1)).toList();
    }

    @Test
    void istio_is_upgraded_by_commands_of_the_tree_that_the_edited_specification_generates() throws IOException {
        String old = spec("1.30.1", "1.35");
        String runbook = planned(old, "--istio", "1.31.0");

        assertThat(stages(runbook)).containsExactly("Istio 1.30.1 to 1.31.0");
        assertThat(runbook).contains("  version: 1.31.0\n  previousVersion: 1.30.1\n");
        assertThat(runbook).contains("| during stage 1 | 1.31.0 and 1.30.1 | 1.35 | 1.33, 1.34, 1.35, 1.36 |");
        assertThat(runbook)
                .contains("istioctl --context one uninstall --revision 1-30-1")
                .contains("istioctl --context two uninstall --revision 1-30-1");
        assertCommandsExist(
                runbook, Meshgen.tree(old.replace("version: 1.30.1", "version: 1.31.0\n    previousVersion: 1.30.1")));
        assertCommandsExist(runbook, Meshgen.tree(old.replace("version: 1.30.1", "version: 1.31.0")));
    }

    @Test
    void kubernetes_goes_one_minor_at_a_time() throws IOException {
        String old = spec("1.31.0", "1.34");
        String runbook = planned(old, "--kubernetes", "1.36");

        assertThat(stages(runbook)).containsExactly("Kubernetes 1.35", "Kubernetes 1.36");
        assertThat(runbook).contains("| during stage 2 | 1.31.0 | 1.35, 1.36 | 1.33, 1.34, 1.35, 1.36 |");
        assertThat(runbook).contains("- `spec.clusterDefaults.kubernetesVersion`, for one, two\n");
        assertCommandsExist(runbook, Meshgen.tree(old.replace("\"1.34\"", "\"1.35\"")));
    }

    @Test
    void both_are_upgraded_in_an_order_in_which_every_pair_fits() throws IOException {
        assertThat(stages(planned(spec("1.30.1", "1.32"), "--istio", "1.31.0", "--kubernetes", "1.34")))
                .containsExactly("Kubernetes 1.33", "Istio 1.30.1 to 1.31.0", "Kubernetes 1.34");
        assertThat(stages(planned(spec("1.29.0", "1.35"), "--istio", "1.30.1", "--kubernetes", "1.36")))
                .containsExactly("Istio 1.29.0 to 1.30.1", "Kubernetes 1.36");
    }

    @Test
    void an_upgrade_that_is_under_way_is_ended() throws IOException {
        String spec = spec("1.31.0\n    previousVersion: 1.30.1", "1.35");
        String runbook = planned(spec, "--istio", "1.31.0");

        assertThat(stages(runbook)).containsExactly("Istio 1.30.1 to 1.31.0");
        assertThat(runbook).doesNotContain("previousVersion: 1.30.1");
        assertRefused(spec, "An upgrade from Istio 1.30.1 to 1.31.0 is under way.", "--kubernetes", "1.36");
    }

    @Test
    void what_runs_already_needs_nothing() throws IOException {
        assertThat(planned(spec("1.31.0", "1.35"), "--kubernetes", "1.35")).contains("runs these versions already");
    }

    @Test
    void a_target_without_a_way_is_an_error_with_its_position_and_a_fix() throws IOException {
        String spec = spec("1.30.1", "1.35");
        assertRefused(spec, "Istio 1.29.2 is not newer than 1.30.1", "--istio", "1.29.2");
        assertRefused(spec, "Kubernetes 1.35, which is newer than 1.34", "--kubernetes", "1.34");
        assertRefused(spec, "Istio 1.99 is not in the catalog", "--istio", "1.99.0");
        assertRefused(spec, "Kubernetes 1.99 is not in the catalog", "--kubernetes", "1.99");
        assertRefused(spec("1.29.0", "1.35"), "is 2 minor versions ahead of 1.29.0", "--istio", "1.31.0");
        assertRefused(spec("1.29.0", "1.35"), "Istio 1.29.0 and Kubernetes 1.36 don't fit", "--kubernetes", "1.36");
        assertRefused(spec("1.30.1", "1.32"), "Istio 1.31.0 and Kubernetes 1.32 don't fit", "--istio", "1.31.0");
    }

    @Test
    void an_upgrade_to_nothing_or_to_no_version_is_wrong_usage() throws IOException {
        String spec = spec("1.30.1", "1.35");
        assertThat(plan(spec).exit()).isEqualTo(64);
        assertThat(plan(spec, "--istio", "1.31").err()).contains("`1.31` isn't a full version, such as 1.31.0");
        assertThat(plan(spec, "--kubernetes", "newest").exit()).isEqualTo(64);
    }

    private static void assertRefused(String spec, String words, String... options) {
        Run run = plan(spec, options);
        assertThat(run.exit()).as(words).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .containsPattern("<stdin>:\\d+:\\d+: error: ")
                .contains(words)
                .contains("[upgrade-path]")
                .contains("hint: ");
    }

    private static void assertCommandsExist(String runbook, FileTree tree) {
        Matcher script = SCRIPT.matcher(runbook);
        assertThat(script.results().map(found -> found.group()))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(tree.files()).containsKey(each));
        assertThat(STEPS.matcher(runbook).results().map(found -> "scripts/" + found.group(1) + "-"))
                .allSatisfy(step -> assertThat(tree.files().keySet()).anyMatch(path -> path.startsWith(step)));
    }
}
