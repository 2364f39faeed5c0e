package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.rule.Rule;
import dev.meshgen.rule.Rules;
import dev.meshgen.testing.Golden;
import dev.meshgen.testing.Samples;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.MethodSource;

/** All problems come in one run: {@code spec/several/*.yaml} have faults of more than one stage. */
class SeveralFaultsTest {
    private static final Path FOLDER = Path.of("src/test/resources/spec/several");
    private static final Path EVERY_RULE = FOLDER.resolve("every-rule-and-the-schema.yaml");
    private static final Pattern PLANTED = Pattern.compile(" # ([a-z]+(-[a-z]+)+)$");

    static List<Path> specs() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void prints_every_fault_and_writes_nothing(Path spec, @TempDir Path folder) {
        Path target = folder.resolve("tree");

        InvalidSpecTest.Run run = InvalidSpecTest.generate(spec, target);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(target).doesNotExist();
        Golden.verify(Path.of(spec.toString().replace(".yaml", ".diagnostics")), run.printed());
    }

    @Test
    void every_planted_fault_is_found_in_its_line_and_nothing_else() throws IOException {
        List<String> planted = new ArrayList<>();
        List<String> lines = Files.readAllLines(EVERY_RULE);
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = PLANTED.matcher(lines.get(i));
            if (matcher.find()) {
                planted.add((i + 1) + " " + matcher.group(1));
            }
        }

        List<Diagnostic> found =
                Samples.validate("mesh.yaml", Files.readString(EVERY_RULE)).diagnostics();

        assertThat(found.stream().map(each -> each.span().line() + " " + each.rule()))
                .containsExactlyInAnyOrderElementsOf(planted);
    }

    @Test
    void every_rule_but_two_is_planted() throws IOException {
        String text = Files.readString(EVERY_RULE);

        assertThat(Rules.all(Samples.DAY).stream().map(Rule::id).filter(id -> !text.contains("# " + id + "\n")))
                .containsExactly("issuer-kind", "registry-name");
    }
}
