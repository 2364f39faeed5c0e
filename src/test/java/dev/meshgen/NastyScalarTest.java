package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.source.SpecNode;
import dev.meshgen.source.SpecParser;
import dev.meshgen.source.SpecText;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No number, date or version anywhere in a specification is a bug of ours: it is right, or it is an
 * error with a place.
 */
class NastyScalarTest {
    /** Numbers and what looks like one to some reader of YAML, plain and quoted. */
    private static final List<String> NASTY = List.of(
            "1e999",
            "-1e999",
            "1e-999",
            "1e99999999999",
            "1e-99999999999",
            "1E+3",
            "8080.0",
            "8080.5",
            "0.30000000000000000000000000000000001",
            "-0",
            "-0.0",
            "0e99999999999",
            "+5",
            "007",
            "0o17",
            "0x1F",
            "0b11",
            "1_000",
            "1:30:15",
            ".inf",
            "-.Inf",
            ".nan",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "1" + "0".repeat(5_000),
            "0x" + "f".repeat(5_000),
            "1." + "3".repeat(5_000),
            "1.352147483648",
            "1.35.2147483648",
            "1.31.99999999999999999999",
            "10.0.0.0/99999999999",
            "10.0.0.99999999999/16",
            "1e9999999999",
            "99999999999Ti",
            "9".repeat(5_000) + "m",
            "2027-02-31",
            "0000-00-00",
            "2027-03-31T00:00:00Z",
            "!!int one",
            "!!int 0x",
            "!!float one",
            "!!bool maybe",
            "!!null full",
            "!mine 5",
            "~");

    /**
     * Names of this many letters were never meant, but come with a slip of a keyboard or of a tool.
     */
    private static final List<String> LONG = List.of(
            "a".repeat(100_000),
            "/a".repeat(50_000),
            "a.".repeat(50_000) + "a",
            "/a".repeat(512),
            "a.".repeat(511) + "a",
            "a/".repeat(511) + "a");

    /** A value of a sample, with its path. */
    private record Place(SpecText text, String path, SpecNode.Scalar scalar) {
        @Override
        public String toString() {
            return path;
        }
    }

    /** Every value of the samples, one of each shape of path. */
    static Collection<Place> places() {
        Map<String, Place> places = new TreeMap<>();
        for (String sample : Samples.names()) {
            SpecText text = Samples.text(sample);
            collect(text, "", new SpecParser().parse(text).value().orElseThrow().root(), places);
        }
        return places.values();
    }

    @ParameterizedTest
    @MethodSource("places")
    void a_number_anywhere_is_right_or_an_error(Place place) {
        for (String nasty : NASTY) {
            check(place, nasty);
            if (!nasty.startsWith("!")) {
                check(place, "\"" + nasty + "\"");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void a_long_text_anywhere_is_right_or_an_error(Place place) {
        LONG.forEach(nasty -> check(place, nasty));
    }

    private static void check(Place place, String nasty) {
        String changed = replaced(place.text().text(), place.scalar(), nasty);
        Run run = Meshgen.runOn(changed, "validate", "-", "--as-of", "2026-11-22");

        assertThat(run.exit())
                .as("`%.60s` at %s: %.2000s", nasty, place.scalar().span(), run.err())
                .isIn(0, 1);
        assertThat(run.exit() == 1).isEqualTo(run.err().contains(": error: "));
    }

    private static String replaced(String text, SpecNode.Scalar scalar, String value) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        String line = lines.get(scalar.span().line() - 1);
        int start = scalar.span().column() - 1;
        lines.set(
                scalar.span().line() - 1,
                line.substring(0, start)
                        + value
                        + line.substring(start + scalar.span().length()));
        return String.join("\n", lines) + "\n";
    }

    private static void collect(SpecText text, String path, SpecNode node, Map<String, Place> places) {
        if (node instanceof SpecNode.Mapping mapping) {
            mapping.entries().forEach(entry -> collect(text, path + "." + entry.key(), entry.value(), places));
        } else if (node instanceof SpecNode.Sequence sequence) {
            sequence.items().forEach(item -> collect(text, path + "[0]", item, places));
        } else if (node instanceof SpecNode.Scalar scalar) {
            Place place = new Place(text, path, scalar);
            places.putIfAbsent(path, place);
        }
    }
}
