package dev.meshgen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** A long list is refused before anything is computed for each of its items. */
class ListBoundTest {
    private static final Path SPEC = Path.of("src/test/resources/spec/invalid/reserved-name--shared.yaml");

    @Test
    void more_clusters_than_a_mesh_can_have_are_refused() throws IOException {
        String more = IntStream.range(0, 10_000)
                .mapToObj(i -> "  - {name: c" + i + ", region: westeurope, network: {addressSpace: 10.0.0.0/16}}\n")
                .collect(Collectors.joining());
        assertRefused(
                base().replace("  clusters:\n", "  clusters:\n" + more), "`spec.clusters` must have at most 1000");
    }

    @Test
    void more_applications_than_a_mesh_can_have_are_refused() throws IOException {
        String more = IntStream.range(0, 5_000)
                .mapToObj(i -> "  - {name: a" + i + ", image: \"example.com/a:1\", port: 80, runsIn: [one]}\n")
                .collect(Collectors.joining());
        assertRefused(
                base().replace("  applications:\n", "  applications:\n" + more),
                "`spec.applications` must have at most 500");
    }

    private static String base() throws IOException {
        return Files.readString(SPEC);
    }

    private static void assertRefused(String spec, String fact) {
        Meshgen.Run run = Assertions.assertTimeout(
                Duration.ofSeconds(60), () -> Meshgen.runOn(spec.getBytes(UTF_8), "validate", "-"));
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains(fact, "[schema-bounds]");
    }
}
