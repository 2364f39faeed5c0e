package dev.meshgen.cli;

import static dev.meshgen.testing.Meshgen.run;
import static dev.meshgen.testing.Meshgen.runOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.source.SpecReader;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person at a shell sees: exit codes, streams, and files that are left alone. */
class CommandLineTest {
    private static final String SAMPLE = "samples/two-regions/mesh.yaml";

    @TempDir
    private Path folder;

    @Test
    void generates_a_tree_and_says_what_to_do_next() {
        Run run = run(
                "generate", "--without-ca", SAMPLE, "-d", folder.resolve("tree").toString());

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("  + clusters/one/", " added, 0 changed, 0 removed, 0 unchanged.", "Next: ");
        assertThat(folder.resolve("tree/terraform/cluster-one.tf")).exists();
    }

    @Test
    void lists_every_change_on_request_and_says_how_to_see_files_that_git_does_not_know() throws IOException {
        String tree = folder.resolve("tree").toString();
        assertThat(run("generate", "--without-ca", SAMPLE, "-d", tree + "-alone")
                        .out())
                .contains("Next: review " + tree + "-alone. It is in no git repository: keep it in one")
                .doesNotContain("git add", "git diff");
        Files.createDirectory(folder.resolve(".git"));

        Run brief = run("generate", "--without-ca", SAMPLE, "-d", tree);
        Run whole = run("generate", "--without-ca", "--verbose", SAMPLE, "-d", tree + "-whole");

        assertThat(brief.out())
                .contains(" more; `--verbose` lists all", "`git add -N " + tree + " && git diff " + tree + "`")
                .doesNotContain("+ topology.svg");
        Matcher counts = Pattern.compile("  \\.\\.\\. and (\\d+) more; (?s:.*): (\\d+) added,")
                .matcher(brief.out());
        assertThat(counts.find()).isTrue();
        assertThat(brief.out().lines().filter(line -> line.startsWith("  + "))).hasSize(20);
        assertThat(20 + Integer.parseInt(counts.group(1))).isEqualTo(Integer.parseInt(counts.group(2)));
        assertThat(whole.out()).doesNotContain(" more").contains("  + scripts/up.sh", "  + topology.svg");
    }

    @Test
    void what_force_overwrites_is_kept_where_it_says() throws IOException {
        Path tree = folder.resolve("tree");
        String[] generate = {"generate", "--without-ca", SAMPLE, "-d", tree.toString(), "--force", "--verbose"};
        assertThat(run(generate).out()).doesNotContain("is kept in", "up to date");
        Files.writeString(tree.resolve("scripts/up.sh"), "mine");
        Files.writeString(tree.resolve("scripts/down.sh"), "mine, too");

        generate[6] = "--dry-run";
        assertThat(run(generate).out()).contains("~ scripts/up.sh").doesNotContain("is kept in");
        generate[6] = "--verbose";
        assertThat(run(generate).out())
                .contains("What you wrote is kept in " + tree.resolve(".meshgen-backup")
                        + ", which git ignores: scripts/down.sh, scripts/up.sh.\n");
        assertThat(tree.resolve(".meshgen-backup/scripts--up.sh.1")).hasContent("mine");
    }

    @Test
    void says_of_a_wrong_day_what_a_day_looks_like() {
        Run run = run("validate", "--as-of", "2026-13-01", SAMPLE);

        assertThat(run.exit()).isEqualTo(64);
        assertThat(run.err())
                .contains("'--as-of'", "`2026-13-01` isn't a day of the calendar, such as 2026-12-31")
                .doesNotContain("java", "Exception");
    }

    @Test
    void reads_the_specification_from_standard_input() throws IOException {
        String spec = Files.readString(Path.of(SAMPLE));

        assertThat(runOn(spec, "validate", "-").exit()).isZero();
        assertThat(runOn(spec.replace("westeurope", "West"), "validate", "-").err())
                .startsWith("<stdin>:19:13: error: ");
    }

    @Test
    void usage_errors_exit_64_and_name_the_help() {
        assertThat(run("generte")).satisfies(run -> {
            assertThat(run.exit()).isEqualTo(64);
            assertThat(run.err()).contains("Did you mean", "generate", "--help");
        });
        assertThat(run("validate", "--as-of", "tomorrow").exit()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ca", "ca rotate"})
    void without_a_command_the_help_is_on_standard_error_and_scripts_notice(String command) {
        Run run = run(command.isEmpty() ? new String[0] : command.split(" "));

        assertThat(run.exit()).isEqualTo(64);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo(run((command + " --help").strip().split(" ")).out())
                .contains("Example:\n  meshgen ", "  64   wrong usage, such as a missing command");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "five-clusters | 5 clusters in 3 regions, 3 Istio networks, 2 applications",
                "two-regions | 2 clusters in 2 regions, 1 Istio network, 1 application",
                "same-region | 2 clusters in 1 region, 1 Istio network, 1 application"
            })
    void a_valid_specification_is_summed_up_in_a_sentence(String sample, String sum) {
        Run run = run("validate", "samples/" + sample + "/mesh.yaml", "--as-of", Samples.DAY.toString());

        assertThat(run).isEqualTo(new Run(0, "Mesh `" + sample + "`: " + sum + ". The specification is valid.\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"svg", "mermaid", "dot"})
    void a_picture_of_a_broken_specification_fails(String language) {
        Run run = runOn("kind: Mesh\n", "graph", "-", "--as", language);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).endsWith("Nothing was drawn.\n");
    }

    @Test
    void a_folder_in_place_of_a_format_is_wrong_usage() {
        String tree = folder.resolve("tree").toString();

        assertThat(run("generate", "--without-ca", SAMPLE, "--output", tree)).satisfies(run -> {
            assertThat(run.exit()).isEqualTo(64);
            assertThat(run.err()).contains("'--output'", "[text, json, sarif, github]");
        });
        assertThat(run("generate", "--without-ca", SAMPLE, "-output-dir", tree).exit())
                .isEqualTo(64);
        assertThat(run("generate", "--without-ca", SAMPLE, "--output-d", tree).err())
                .contains("--output-dir");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_specification_that_is_not_there_is_the_user_s_fault() {
        Run run = run("validate", folder.resolve("none.yaml").toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("does not exist", "meshgen init", "[source-unreadable]")
                .doesNotContain("Exception");
    }

    @Test
    void a_file_over_the_bound_is_refused() throws IOException {
        Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat(SpecReader.LARGEST + 1));

        assertThat(run("validate", large.toString()).err()).contains("[source-too-large]");
    }

    static Stream<Throwable> bugs() {
        return Stream.of(new IllegalStateException("a bug"), new StackOverflowError(), new OutOfMemoryError("heap"));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void a_bug_exits_70_and_asks_for_a_report_without_a_trace(Throwable bug) {
        assertThat(runOn(broken(bug), "validate", "-")).satisfies(run -> {
            assertThat(run.exit()).isEqualTo(70);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .startsWith("internal error: " + bug + "\n")
                    .contains("a bug in meshgen", "--stacktrace")
                    .doesNotContain("\tat ");
        });
        assertThat(runOn(broken(bug), "validate", "-", "--stacktrace").err()).contains("\tat ");
    }

    private static InputStream broken(Throwable bug) {
        return new InputStream() {
            @Override
            public int read() {
                throw CommandLineTest.<RuntimeException>unchecked(bug);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable bug) throws E {
        throw (E) bug;
    }

    @Test
    void json_and_sarif_are_documents_on_standard_output() {
        String spec = "src/test/resources/spec/invalid/network-overlap--inside-another.yaml";

        JsonNode json =
                new JsonMapper().readTree(run("validate", spec, "-o", "json").out());
        JsonNode sarif =
                new JsonMapper().readTree(run("validate", spec, "-o", "sarif").out());

        assertThat(json.at("/diagnostics/0/rule").asString()).isEqualTo("network-overlap");
        assertThat(json.at("/diagnostics/0/line").asInt()).isEqualTo(20);
        assertThat(sarif.at("/runs/0/results/0/ruleId").asString()).isEqualTo("network-overlap");
        assertThat(sarif.at("/runs/0/results/0/locations/0/physicalLocation/region/startColumn")
                        .asInt())
                .isEqualTo(29);
        assertThat(run("validate", spec, "-o", "github").err())
                .startsWith("::error file=" + spec + ",line=20,col=29,endColumn=43,title=network-overlap::Network ");
    }

    @Test
    void init_writes_a_specification_that_generates() {
        String spec = folder.resolve("new/mesh.yaml").toString();

        Run init = run(
                "init",
                folder.resolve("new").toString(),
                "--name",
                "acme",
                "--subscription-id",
                "11111111-1111-1111-1111-111111111111",
                "--tenant-id",
                "22222222-2222-2222-2222-222222222222",
                "--cluster",
                "a=westeurope",
                "--cluster",
                "b=westeurope",
                "--cluster",
                "c=northeurope");

        assertThat(init.exit()).isZero();
        Run generate = run(
                "generate", "--without-ca", spec, "-d", folder.resolve("tree").toString());
        assertThat(generate.exit()).isZero();
        assertThat(generate.err()).isEmpty();
        assertThat(folder.resolve("tree/clusters/c/istio/operator.yaml")).exists();
        assertThat(Path.of(spec))
                .content()
                .containsSubsequence("addressSpace: 10.52.0.0/16", "10.53.0.0/16", "10.54.0.0/16");
    }

    @Test
    void init_never_overwrites_a_specification() throws IOException {
        Path spec = Files.writeString(folder.resolve("mesh.yaml"), "mine");

        Run run = run("init", folder.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("never overwrites");
        assertThat(spec).hasContent("mine");
    }

    @Test
    void init_leaves_a_file_to_grow_whose_comments_are_valid_too() throws IOException {
        Run init = run("init", folder.toString());
        assertThat(init.out()).contains("replace the IDs of zeros");
        Path spec = folder.resolve("mesh.yaml");
        String text = Files.readString(spec);

        String grown = text.replaceAll("(?m)^( +)# (( *)[a-zA-Z]+:)", "$1$2");

        assertThat(text).startsWith("# yaml-language-server: $schema=mesh.schema.json\n");
        assertThat(folder.resolve("mesh.schema.json"))
                .hasSameTextualContentAs(Path.of("schemas/mesh.v1alpha1.schema.json"));
        assertThat(grown)
                .contains("\n    nodePools:\n      system: {", "\n    zones: [", "\n    applicationGateway: {");
        Files.writeString(spec, grown);
        Run validate = run("validate", spec.toString());
        assertThat(validate.exit()).as(validate.err()).isZero();
        assertThat(validate.err()).contains("[placeholder-id]");
    }

    @Test
    void init_puts_its_flags_through_the_same_checks() {
        Run wrong = run("init", folder.toString(), "--cluster", "One=westeurope", "--tenant-id", "me");
        assertThat(wrong.exit()).isEqualTo(64);
        assertThat(wrong.err())
                .contains(
                        "error: --cluster One=westeurope: `One` is not a valid value. Use lower-case letters,",
                        "error: --tenant-id me: `me` is not a valid value. Use a UUID")
                .doesNotContain("spec.", "mesh.yaml:", "--subscription-id");
        assertThat(run("init", folder.toString(), "--cluster", "one=").err()).contains("`one=` is not NAME=REGION");
        assertThat(run("init", folder.toString(), "--cluster", "one").exit()).isEqualTo(64);
        assertThat(folder.resolve("mesh.yaml")).doesNotExist();
    }

    @Test
    void init_says_of_a_misspelt_region_which_option_has_it() throws IOException {
        Run run = run("init", folder.toString(), "--cluster", "one=westeurope", "--cluster", "two=northeurop");

        Path spec = folder.resolve("mesh.yaml");
        assertThat(run.exit()).isZero();
        assertThat(run.err())
                .contains(
                        spec + ":",
                        "warning: `--cluster two=northeurop`: meshgen knows no region `northeurop`."
                                + " Did you mean `northeurope`? [schema-region]")
                .endsWith("\n1 warning.\n");
        assertThat(run.out()).startsWith("Wrote " + spec);
        assertThat(run("init", folder.resolve("right").toString()).err()).isEmpty();
    }

    @Test
    void a_user_s_templates_replace_and_add_files() throws IOException {
        Path templates = Files.createDirectories(folder.resolve("templates/clusters/{cluster}"));
        Files.writeString(templates.resolve("namespaces.yaml"), "mine: [=cluster.name]\n");
        Files.writeString(templates.resolve("quota.yaml"), "for: [=mesh.name]\n");

        Run run = run(
                "generate",
                "--without-ca",
                SAMPLE,
                "-d",
                folder.resolve("tree").toString(),
                "--templates",
                folder.resolve("templates").toString());

        assertThat(run.exit()).isZero();
        assertThat(folder.resolve("tree/clusters/two/namespaces.yaml"))
                .content()
                .endsWith("mine: two\n");
        assertThat(folder.resolve("tree/clusters/one/quota.yaml")).content().endsWith("for: two-regions\n");
    }

    @Test
    void a_fault_in_a_user_s_template_has_its_place_and_writes_nothing() throws IOException {
        Path templates = Files.createDirectories(folder.resolve("templates/terraform"));
        Files.writeString(templates.resolve("extra.tf"), "a = 1\nb = [=mesh.nmae]\n");

        Run run = run(
                "generate",
                "--without-ca",
                SAMPLE,
                "-d",
                folder.resolve("tree").toString(),
                "--templates",
                folder.resolve("templates").toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("extra.tf:2:", "[template-error]").doesNotContain("\tat ");
        assertThat(folder.resolve("tree")).doesNotExist();
    }

    @Test
    void a_template_without_end_is_the_user_s_fault() throws IOException {
        Path templates = Files.createDirectories(folder.resolve("templates"));
        Files.writeString(templates.resolve("extra.md"), "[#macro m][@m/][/#macro][@m/]\n");

        Run run = run(
                "generate",
                "--without-ca",
                SAMPLE,
                "-d",
                folder.resolve("tree").toString(),
                "--templates",
                templates.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("extra.md: error: ", "without end", "[template-error]");
        assertThat(folder.resolve("tree")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"svg, <!-- Generated", "mermaid, '%% Generated'", "dot, // Generated"})
    void a_picture_is_all_that_is_on_standard_output(String language, String start) {
        Run run = run("graph", SAMPLE, "--as", language, "-o", "json", "--as-of", "2036-01-01");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith(start).doesNotContain("\"diagnostics\"");
        assertThat(new JsonMapper()
                        .readTree(run.err())
                        .at("/diagnostics/0/rule")
                        .asString())
                .isEqualTo("version-support");
    }

    @Test
    void init_reports_a_file_that_exists_in_every_format() throws IOException {
        Files.writeString(folder.resolve("mesh.yaml"), "mine");

        String json = run("init", folder.toString(), "-o", "json").out();

        assertThat(new JsonMapper().readTree(json).at("/diagnostics/0/rule").asString())
                .isEqualTo("output-file-exists");
    }

    static List<String> commands() {
        return leaves(MeshgenCommand.on(console())).toList();
    }

    private static Stream<String> leaves(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line.getCommandSpec().qualifiedName().replaceFirst("^meshgen ", ""))
                : line.getSubcommands().values().stream().flatMap(CommandLineTest::leaves);
    }

    private static Console console() {
        return new Console(
                InputStream.nullInputStream(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                false);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_shows_an_example_the_exit_codes_and_the_same_options_for_every_command(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add("--help");

        Run run = run(arguments.toArray(String[]::new));

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("Exit codes:\n  0    ", "  1    ", "  64   wrong usage", "  70   a bug in meshgen")
                .contains("Example:\n  meshgen " + command)
                .contains("-o, --output=FORMAT", "--color=WHEN", "--stacktrace");
    }

    @Test
    void every_command_knows_its_version() {
        assertThat(run("generate", "--version").out()).startsWith("meshgen 0.");
    }
}
