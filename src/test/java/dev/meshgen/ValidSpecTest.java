package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Specifications that no rule objects to. */
class ValidSpecTest {
    static List<Path> specs() throws IOException {
        try (Stream<Path> own = Files.list(Path.of("src/test/resources/spec/valid"));
                Stream<Path> samples = Files.walk(Path.of("samples"))) {
            return Stream.concat(own, samples.filter(Files::isRegularFile))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void a_valid_specification_has_nothing_to_report(Path spec) throws IOException {
        assertThat(Samples.validate(spec.toString(), Files.readString(spec)).diagnostics())
                .isEmpty();
    }
}
