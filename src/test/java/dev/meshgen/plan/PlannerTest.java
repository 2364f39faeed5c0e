package dev.meshgen.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Mesh MESH = Samples.GENERATOR
            .validate(Samples.text("two-regions"))
            .value()
            .orElseThrow()
            .mesh();

    private static Outcome<OutputPlan> plan(String... templates) {
        return new Planner().plan(MESH, List.of(templates));
    }

    private static List<String> paths(String... templates) {
        return plan(templates).value().orElseThrow().files().stream()
                .map(PlannedFile::path)
                .toList();
    }

    @Test
    void a_placeholder_makes_one_file_for_each_part_sorted_by_path() {
        assertThat(paths("z", "c/{cluster}.tf", "{region}/r"))
                .containsExactly("c/one.tf", "c/two.tf", "northeurope/r", "westeurope/r", "z");
    }

    @Test
    void placeholders_combine_and_each_narrows_the_scope() {
        PlannedFile file =
                plan("{cluster}/{application}").value().orElseThrow().files().get(0);

        assertThat(file.path()).isEqualTo("one/echoserver");
        assertThat(file.scope().cluster().map(Cluster::name)).hasValue("one");
        assertThat(file.scope().application().map(Application::name)).hasValue("echoserver");
        assertThat(file.scope().region()).isEmpty();
    }

    @Test
    void a_dot_comes_from_its_placeholder_and_parts_of_templates_make_no_file() {
        assertThat(paths("{dot}gitignore", "_macros.tf", "a/_parts/b")).containsExactly(".gitignore");
    }

    @Test
    void two_templates_for_one_path_are_an_error_that_names_both() {
        assertThat(plan("clusters/one", "clusters/{cluster}").diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly("Templates `clusters/one` and `clusters/{cluster}` both make `clusters/one`.");
    }

    @Test
    void an_unknown_placeholder_is_an_error_that_names_the_nearest() {
        assertThat(plan("{aplication}/x", "{cluster/y", "{cluster}/{foo}/{foo}").diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "The path of template `{aplication}/x` has `{aplication}`, which is no placeholder."
                                + " Did you mean `{application}`?",
                        "The path of template `{cluster/y` has `{cluster`, which is no placeholder."
                                + " Did you mean `{cluster}`?",
                        "The path of template `{cluster}/{foo}/{foo}` has `{foo}`, which is no placeholder.");
    }
}
