package dev.meshgen.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.plan.OutputPlan;
import dev.meshgen.plan.Planner;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a fault of a template is marked, and what is said of it. */
class TemplateFaultTest {
    private static final Mesh MESH = Samples.mesh("two-regions");

    @TempDir
    private Path folder;

    private Diagnostic fault(String template) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), template);
        TemplateStore store = TemplateStore.own(folder).value().orElseThrow();
        OutputPlan plan = new Planner().plan(MESH, store.names()).value().orElseThrow();
        List<Diagnostic> found = new Renderer(store).render(plan).diagnostics();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private void isAt(String template, int line, int column, int length) throws IOException {
        assertThat(fault(template).span())
                .as(template)
                .isEqualTo(new SourceSpan(folder.resolve("a.yaml").toString(), line, column, length));
    }

    @Test
    void an_expression_is_marked_from_its_begin_to_its_end() throws IOException {
        isAt("a: 1\nb: [=mesh.nam]\n", 2, 6, "mesh.nam".length());
        isAt("[=missing]", 1, 3, "missing".length());
        isAt("a: [=mesh.clusters\n  .nam]", 1, 6, "mesh.clusters".length());
        isAt("[#include '/x']", 1, 1, "[#include '/x']".length());
    }

    @Test
    void an_expression_of_several_lines_is_marked_at_its_begin() throws IOException {
        isAt("a: [=mesh.clusters[\n  99].name\n]", 1, 6, 1);
        isAt("[=shell(\n)]", 1, 1, 1);
    }

    @Test
    void what_can_not_be_read_is_marked_where_reading_stopped() throws IOException {
        isAt("a: [=1?foo]", 1, 8, 1);
        isAt("[#list 1.. as", 1, 13, 1);
    }

    @Test
    void a_value_that_is_missing_has_a_default_in_the_hint_and_an_unknown_name_a_nearby_one() throws IOException {
        assertThat(fault("[=mesh.nam]").message()).isEqualTo("`mesh.nam` is unknown. Did you mean `name`?");
        assertThat(fault("[=mesh.clusters[99].name]").hint())
                .hasValue("Write it inside `[#if (mesh.clusters[99])??]...[/#if]`, or give a default:"
                        + " `(mesh.clusters[99])!\"none\"`.");
    }

    @Test
    void a_value_of_another_kind_is_named() throws IOException {
        assertThat(fault("[#if mesh]x[/#if]").message())
                .isEqualTo("For \"#if\" condition: Expected a boolean, but this has evaluated to a mapping: `mesh`.");
    }
}
