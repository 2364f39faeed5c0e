package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever pastes every range that the errors propose has a valid specification. */
class ProposedRangesTest {
    private static final Pattern PROPOSED = Pattern.compile("such as `([0-9./]+)`");

    @ParameterizedTest
    @ValueSource(strings = {"inside-another", "one-range-for-all", "three-at-once"})
    void fixes_work_when_all_are_applied(String name) throws IOException {
        Path spec = Path.of("src/test/resources/spec/invalid/network-overlap--" + name + ".yaml");
        List<String> lines = new ArrayList<>(Files.readAllLines(spec));

        for (Diagnostic found : validate(lines)) {
            Matcher proposed = PROPOSED.matcher(found.hint().orElseThrow());
            assertThat(proposed.find()).isTrue();
            int line = found.span().line() - 1;
            lines.set(line, lines.get(line).replaceFirst("[0-9.]+/[0-9]+", proposed.group(1)));
        }

        assertThat(validate(lines)).isEmpty();
    }

    private static List<Diagnostic> validate(List<String> lines) {
        return Samples.validate("mesh.yaml", String.join("\n", lines)).diagnostics();
    }
}
