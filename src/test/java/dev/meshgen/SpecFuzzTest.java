package dev.meshgen;

import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Samples;
import java.time.Duration;

/**
 * Whatever bytes there are in place of a specification, they are judged, and soon. A build runs the
 * committed inputs, of which some once failed; {@code JAZZER_FUZZ=1 ./mvnw test} looks for more.
 */
class SpecFuzzTest {
    /** The first run loads and instruments the program. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @FuzzTest(maxDuration = "10m")
    void any_bytes_are_judged(byte[] spec) {
        BrokenSpecProperties.assertJudged(
                assertTimeout(LONGEST, () -> Meshgen.runOn(spec, "validate", "-", "--as-of", Samples.DAY.toString())));
    }
}
