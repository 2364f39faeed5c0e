package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.rule.Rule;
import dev.meshgen.rule.Rules;
import dev.meshgen.testing.Golden;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file is a test: {@code spec/invalid/RULE--CASE.yaml} breaks one rule and prints exactly its
 * {@code .diagnostics}.
 */
class InvalidSpecTest {
    private static final Path FOLDER = Path.of("src/test/resources/spec/invalid");

    static List<Path> specs() throws IOException {
        return files(".yaml");
    }

    /** What a run of {@code generate} came to. */
    record Run(int exit, String printed) {}

    static Run generate(Path spec, Path target) {
        String[] arguments = {
            "generate", "--without-ca", spec.toString(), "--output-dir", target.toString(), "--as-of", "2026-11-22"
        };
        Meshgen.Run run = Meshgen.run(arguments);
        return new Run(run.exit(), run.err().replace(spec.getParent() + "/", ""));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void prints_what_is_wrong_and_writes_nothing(Path spec, @TempDir Path folder) {
        Path target = folder.resolve("tree");

        Run run = generate(spec, target);

        boolean onlyWarnings = !run.printed().contains(": error: ");
        assertThat(run.exit()).isEqualTo(onlyWarnings ? 0 : 1);
        assertThat(Files.exists(target)).isEqualTo(onlyWarnings);
        assertThat(run.printed()).contains("[" + ruleOf(spec) + "]").doesNotContain("Exception", "\tat ");
        Golden.verify(Path.of(spec.toString().replace(".yaml", ".diagnostics")), run.printed());
    }

    @Test
    void every_golden_has_its_spec() throws IOException {
        Set<String> specs = files(".yaml").stream().map(InvalidSpecTest::name).collect(Collectors.toSet());

        assertThat(files(".diagnostics").stream().map(InvalidSpecTest::name)).isSubsetOf(specs);
    }

    @Test
    void every_rule_has_a_spec_that_breaks_it() throws IOException {
        Set<String> broken =
                specs().stream().map(InvalidSpecTest::ruleOf).collect(Collectors.toCollection(TreeSet::new));

        assertThat(broken)
                .containsAll(Rules.all(Samples.DAY).stream().map(Rule::id).toList());
    }

    @Test
    void every_id_that_is_printed_has_a_heading_in_the_rule_book() throws IOException {
        Set<String> headings = Files.readAllLines(Path.of("docs/rules.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4).strip())
                .collect(Collectors.toSet());

        assertThat(headings)
                .containsAll(specs().stream().map(InvalidSpecTest::ruleOf).toList());
    }

    @Test
    void rules_are_listed_in_the_order_of_their_ids() {
        assertThat(Rules.all(Samples.DAY)).extracting(Rule::id).isSorted().doesNotHaveDuplicates();
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static String ruleOf(Path spec) {
        return name(spec).split("--")[0];
    }
}
