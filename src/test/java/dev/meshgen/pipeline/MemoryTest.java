package dev.meshgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.plan.OutputPlan;
import dev.meshgen.plan.Planner;
import dev.meshgen.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final OutputPlan PLAN = new Planner()
            .plan(Samples.large(200), List.of("clusters/{cluster}/a", "clusters/{cluster}/b", "README.md"))
            .value()
            .orElseThrow();

    @Test
    void a_plan_of_more_files_than_fit_is_refused_with_what_it_needs() {
        Outcome<OutputPlan> outcome = new Memory(12).suffice(PLAN, "mesh.yaml");

        assertThat(outcome.value()).isEmpty();
        assertThat(outcome.diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly("The tree of this mesh has 401 files and needs 13 MiB of memory; this run may use 12"
                        + " MiB.");
    }

    @Test
    void a_plan_that_fits_is_let_through() {
        assertThat(new Memory(13).suffice(PLAN, "mesh.yaml").value()).contains(PLAN);
    }
}
