package dev.meshgen;

import static dev.meshgen.testing.Meshgen.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/templates.md: each of its examples makes what the page says. */
class TemplatesGuideTest {
    private static final Pattern FILE = Pattern.compile("`([^`\n]+)`:\n\n```(?:yaml|text)\n(.*?)```\n", Pattern.DOTALL);

    private static final String SPEC = """
            apiVersion: meshgen.dev/v1alpha1
            kind: Mesh
            metadata: {name: contoso}
            spec:
              templates: templates
              azure:
                subscriptionId: 11111111-1111-1111-1111-111111111111
                tenantId: 22222222-2222-2222-2222-222222222222
                sharedCluster: one
              istio: {version: 1.31.0}
              clusterDefaults: {kubernetesVersion: "1.35"}
              clusters:
              - {name: one, region: westeurope, network: {addressSpace: 10.52.0.0/16}}
              - {name: two, region: northeurope, network: {addressSpace: 10.53.0.0/16}}
              applications:
              - {name: echo, image: "example.com/echo:1", port: 8080, runsIn: [one]}
            """;

    private static final String WRONG = "templates/wrong.md";

    @TempDir
    private Path folder;

    private String page;
    private Path spec;

    /** The texts that the page names a file for, in its order. */
    private Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        FILE.matcher(page).results().forEach(each -> files.put(each.group(1), each.group(2)));
        return files;
    }

    @BeforeEach
    void readPage() throws IOException {
        page = Files.readString(Path.of("docs/templates.md"));
        spec = Files.writeString(folder.resolve("mesh.yaml"), SPEC);
        for (Map.Entry<String, String> file : files().entrySet()) {
            if (file.getKey().startsWith("templates/") && !file.getKey().equals(WRONG)) {
                write(file.getKey(), file.getValue());
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Run generate() {
        return run(
                "generate",
                "--without-ca",
                spec.toString(),
                "-d",
                folder.resolve("tree").toString());
    }

    @Test
    void every_example_makes_the_file_that_follows_it() {
        Run run = generate();

        assertThat(run.exit()).as(run.err()).isZero();
        List<Map.Entry<String, String>> made = files().entrySet().stream()
                .filter(file -> !file.getKey().startsWith("templates/"))
                .toList();
        assertThat(made)
                .hasSize(4)
                .allSatisfy(file -> assertThat(folder.resolve("tree/" + file.getKey()))
                        .content()
                        .endsWith("\n" + file.getValue()));
    }

    @Test
    void the_error_is_what_meshgen_prints() throws IOException {
        write(WRONG, files().get(WRONG));
        String shown = page.substring(page.indexOf("templates/wrong.md:2:"));

        Run run = run("validate", spec.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().replace(folder + "/", "")).startsWith(shown.substring(0, shown.indexOf("```")));
    }

    @Test
    void every_name_in_the_table_has_a_value_or_is_said_to_miss_it() throws IOException {
        List<String> names = Pattern.compile("^\\| (`.*`) \\| (.*) \\|$", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .filter(row -> !row.group(2).contains("missing"))
                .map(row -> row.group(1))
                .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
                .map((MatchResult name) -> name.group(1))
                .toList();
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append("[#if (")
                .append(name)
                .append(")??]known\n[#else][=")
                .append(name)
                .append("][/#if]"));
        write("templates/x/{region}/{cluster}/{application}.md", text.toString());

        Run run = generate();

        assertThat(names).hasSizeGreaterThan(20);
        assertThat(run.exit()).as(run.err()).isZero();
    }
}
