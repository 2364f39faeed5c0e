package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.meshgen.testing.Cases;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.MutatedSpec;
import dev.meshgen.testing.Property;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever is wrong with a specification, its author is told where: meshgen neither fails itself
 * nor hangs.
 */
class BrokenSpecProperties {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /**
     * A line that starts a diagnostic for people; only what is wrong with the file as a whole has
     * no place in it.
     */
    private static final Pattern DIAGNOSTIC = Pattern.compile(
            "(?md)^<stdin>(:\\d+:\\d+: (error|warning): .+ \\[[a-z0-9-]+]|: (error): .+ \\[(source-empty|yaml-too-deep)])$");

    private static final List<byte[]> ORIGINALS = originals();

    @TempDir
    private Path folder;

    @Property
    void every_error_has_its_place_and_its_rule(Cases cases) {
        cases.each(3000, MutatedSpec.of(ORIGINALS), spec -> assertJudged(validate(spec, "text")));
    }

    static void assertJudged(Run run) {
        assertThat(run.exit()).as(run.err()).isIn(0, 1);
        boolean failed = DIAGNOSTIC
                .matcher(run.err())
                .results()
                .anyMatch(found -> "error".equals(found.group(2)) || found.group(3) != null);
        assertThat(run.exit()).as(run.err()).isEqualTo(failed ? 1 : 0);
        assertThat(run.err()).doesNotContain("internal error").doesNotContainPattern("[\\p{Cntrl}&&[^\n\t]]");
    }

    @Property
    void what_programs_read_is_json(Cases cases) {
        cases.each(200, MutatedSpec.of(ORIGINALS), spec -> {
            Run json = validate(spec, "json");
            Run sarif = validate(spec, "sarif");
            JsonNode diagnostics = new JsonMapper().readTree(json.out()).path("diagnostics");
            JsonNode results = new JsonMapper().readTree(sarif.out()).at("/runs/0/results");

            assertThat(json.exit()).as(json.err()).isIn(0, 1).isEqualTo(sarif.exit());
            assertThat(results.size()).isEqualTo(diagnostics.size());
            assertThat(json.exit() == 1)
                    .isEqualTo(!diagnostics.findValuesAsString("severity").stream()
                            .filter("error"::equals)
                            .toList()
                            .isEmpty());
        });
    }

    @Property
    void what_is_valid_generates_and_what_is_not_writes_nothing(Cases cases) {
        cases.each(100, MutatedSpec.withAnotherWord(ORIGINALS), spec -> {
            Path target = Files.createTempDirectory(folder, "tree").resolve("out");
            Run run = runOn(spec, "generate", "--without-ca", "-", "-d", target.toString());

            assertThat(run.exit())
                    .as(run.err())
                    .isEqualTo(validate(spec, "text").exit());
            assertThat(Files.exists(target)).isEqualTo(run.exit() == 0);
        });
    }

    private static Run validate(byte[] spec, String format) {
        return runOn(spec, "validate", "-", "-o", format);
    }

    private static Run runOn(byte[] spec, String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--as-of", Samples.DAY.toString()))
                .toArray(String[]::new);
        return assertTimeoutPreemptively(LONGEST, () -> Meshgen.runOn(spec, all));
    }

    private static List<byte[]> originals() {
        try (Stream<Path> samples = Files.walk(Path.of("samples"));
                Stream<Path> specs = Files.walk(Path.of("src/test/resources/spec"))) {
            return Stream.concat(samples, specs)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(BrokenSpecProperties::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
