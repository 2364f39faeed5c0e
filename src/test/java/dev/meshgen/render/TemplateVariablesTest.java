package dev.meshgen.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.Mesh;
import dev.meshgen.plan.OutputPlan;
import dev.meshgen.plan.PlannedFile;
import dev.meshgen.plan.Planner;
import dev.meshgen.plan.Scope;
import dev.meshgen.testing.Samples;
import dev.meshgen.topology.TopologyPlacer;
import freemarker.template.TemplateModelException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TemplateVariablesTest {
    private static final Mesh MESH = Samples.GENERATOR
            .validate(Samples.text("two-regions"))
            .value()
            .orElseThrow()
            .mesh();

    private final AtomicInteger placed = new AtomicInteger();

    private TemplateVariables variables(String template) {
        OutputPlan plan = new Planner().plan(MESH, List.of(template)).value().orElseThrow();
        Scope scope = plan.files().stream().map(PlannedFile::scope).findFirst().orElseThrow();
        return new TemplateVariables(scope, new LiteralWrapper(new LiteralFormat(Language.PLAIN)), mesh -> {
            placed.incrementAndGet();
            return TopologyPlacer.place(mesh);
        });
    }

    @Test
    void the_topology_is_placed_once_and_only_for_a_template_that_asks() throws TemplateModelException {
        TemplateVariables variables = variables("README.md");

        assertThat(variables.get("mesh")).isNotNull();
        assertThat(placed).hasValue(0);
        assertThat(variables.get("topology")).isNotNull().isSameAs(variables.get("topology"));
        assertThat(placed).hasValue(1);
    }

    @Test
    void a_file_about_a_part_of_the_mesh_names_that_part_and_no_topology() throws TemplateModelException {
        TemplateVariables variables = variables("clusters/{cluster}/values.yaml");

        assertThat(variables.get("cluster")).isNotNull();
        assertThat(variables.get("application")).isNull();
        assertThat(variables.get("topology")).isNull();
    }
}
