package dev.meshgen.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.plan.OutputPlan;
import dev.meshgen.plan.Planner;
import dev.meshgen.plan.Scope;
import dev.meshgen.testing.Samples;
import dev.meshgen.tree.OutputFile;
import freemarker.core.Environment;
import freemarker.template.Template;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a template reaches: what it prints, what it sees, and what an error says of that. */
class TemplateLimitsTest {
    private static final Mesh MESH = Samples.mesh("two-regions");
    private static final int MOST = 1 << 24;

    @Test
    void a_template_may_print_16_mib_and_no_more() throws Exception {
        try (Writer full = new BoundedText()) {
            full.write(new char[MOST - 1], 0, MOST - 1);
            full.write('a');

            assertThat(full.toString()).hasSize(MOST).endsWith("a");
            assertThatThrownBy(() -> full.write('b')).hasMessageContaining("more than 16 MiB");
        }
    }

    @Test
    void only_a_users_template_has_to_end_in_time(@TempDir Path folder) throws IOException {
        TemplateStore builtIn = TemplateStore.builtIn();
        OutputPlan plan = new Planner().plan(MESH, builtIn.names()).value().orElseThrow();

        Outcome<List<OutputFile>> ours = new Renderer(builtIn, Duration.ZERO).render(plan);
        assertThat(ours.diagnostics()).isEmpty();
        assertThat(ours.value().orElseThrow()).hasSizeGreaterThan(50);

        Files.writeString(folder.resolve("README.md"), "[#list 1.. as x][#assign y = x][/#list]");
        TemplateStore both =
                builtIn.overlaidBy(TemplateFolder.chosen(folder)).value().orElseThrow();
        assertThat(new Renderer(both, Duration.ofMillis(300)).render(plan).diagnostics())
                .extracting(Diagnostic::toString)
                .singleElement()
                .asString()
                .contains("README.md", "template-error", "does not end");
    }

    @Test
    void a_template_sees_what_a_part_of_the_mesh_declares() {
        Map<String, ?> members = DomainMembers.read(MESH.getClass()).byName();

        assertThat(members).containsKeys("name", "clusters", "applications");
        assertThat(members).doesNotContainKeys("hashCode", "equals", "toString", "getClass", "notify", "wait");
        assertThat(DomainMembers.read(Samples.class).byName()).isEmpty();
        assertThat(DomainMembers.of(MESH.getClass()).named("nothing")).isEmpty();
    }

    @Test
    void a_question_is_a_member_by_both_of_its_names() {
        Class<?> application = MESH.applications().get(0).getClass();

        assertThat(DomainMembers.read(application).byName().keySet())
                .contains("isOpenToTheMesh", "openToTheMesh", "isExposedBy");
        assertThat(DomainMembers.read(application).byName().keySet()).doesNotContain("me", "mage", "exposedBy");
    }

    @Test
    void a_number_is_bare_and_a_letter_its_own_in_every_locale() throws Exception {
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(print("[=1234567.5] [=\"title\"?upper_case]")).isEqualTo("1234567.5 TITLE");
        } finally {
            Locale.setDefault(usual);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mesh.nmae,name",
        "mesh.clusters[1].regoin,region",
        "mesh.clusters[1].network.addresSpace,addressSpace",
        "msh,mesh",
        "toplogy,topology"
    })
    void what_is_known_at_an_unknown_name_is_told(String expression, String known) throws Exception {
        assertThat(knownAt(expression)).contains(known).noneMatch(name -> name.contains("_"));
    }

    @Test
    void what_would_have_to_be_run_is_not_told() throws Exception {
        assertThat(knownAt("mesh.clusters?first.regoin")).isEmpty();
        assertThat(knownAt("mesh.clusters[7].regoin")).isEmpty();
        assertThat(knownAt("mesh.name.regoin")).isEmpty();
    }

    private static SortedSet<String> knownAt(String expression) throws Exception {
        TemplateVariables variables = variables();
        Template template = new Template("test", "", TemplateEngine.configure(Language.PLAIN, TemplateStore.builtIn()));
        Environment environment = template.createProcessingEnvironment(variables, new StringWriter());
        return KnownNames.forLastOf(expression, environment, variables);
    }

    private static TemplateVariables variables() {
        var configuration = TemplateEngine.configure(Language.PLAIN, TemplateStore.builtIn());
        Scope wholeMesh = new Scope(MESH, Optional.empty(), Optional.empty(), Optional.empty());
        return new TemplateVariables(wholeMesh, configuration.getObjectWrapper());
    }

    private static String print(String text) throws Exception {
        StringWriter out = new StringWriter();
        new Template("test", text, TemplateEngine.configure(Language.PLAIN, TemplateStore.builtIn()))
                .process(Map.of(), out);
        return out.toString();
    }
}
