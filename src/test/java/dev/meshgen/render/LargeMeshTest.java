package dev.meshgen.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.plan.OutputPlan;
import dev.meshgen.plan.PlannedFile;
import dev.meshgen.plan.Planner;
import dev.meshgen.testing.Samples;
import dev.meshgen.tree.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two threads render the files of a large mesh. */
class LargeMeshTest {
    private static final List<String> TEMPLATES = List.of(
            "clusters/{cluster}/istio/operator.yaml",
            "clusters/{cluster}/namespaces.yaml",
            "terraform/cluster-{cluster}.tf",
            "terraform/tests/expected/cluster-{cluster}.tf");
    private static final OutputPlan PLAN =
            new Planner().plan(Samples.large(250), TEMPLATES).value().orElseThrow();

    @Test
    void the_files_are_those_of_the_plan_in_its_order() {
        TemplateStore store = TemplateStore.builtIn();

        List<OutputFile> files = new Renderer(store).render(PLAN).value().orElseThrow();

        assertThat(files)
                .extracting(OutputFile::path)
                .hasSize(1000)
                .containsExactlyElementsOf(
                        PLAN.files().stream().map(PlannedFile::path).toList());
        Renderer one = new Renderer(store);
        for (int each : List.of(0, 499, 500, 999)) {
            assertThat(files.get(each))
                    .isEqualTo(one.trace(PLAN.files().get(each)).file());
        }
    }

    @Test
    void a_template_that_fails_for_every_cluster_is_told_once(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("terraform"));
        Files.writeString(folder.resolve("terraform/cluster-{cluster}.tf"), "[=cluster.nobody]");
        TemplateStore store = TemplateStore.builtIn()
                .overlaidBy(TemplateFolder.chosen(folder))
                .value()
                .orElseThrow();

        Outcome<List<OutputFile>> outcome = new Renderer(store).render(PLAN);

        assertThat(outcome.value()).isEmpty();
        assertThat(outcome.diagnostics())
                .extracting(Diagnostic::toString)
                .singleElement()
                .asString()
                .contains("template-error", "nobody");
    }
}
