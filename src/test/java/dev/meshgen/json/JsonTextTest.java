package dev.meshgen.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What Jackson's mapper makes of a text, its parser alone makes as well. */
class JsonTextTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\"",
                "null",
                " true ",
                "{\"a\": [1, -2, 3000000000, 12345678901234567890, 1.5, 1e3, {\"b\": false}], \"c\": null}",
                "{\"a\": 1, \"b\": {}, \"a\": [[], [2]]}",
                "\"\\u00e4\\n\\\"\\ud83d\\ude00\""
            })
    void it_reads_as_the_mapper_does(String text) {
        assertThat(JsonText.parse(text)).isEqualTo(MAPPER.readTree(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "}", "]", "1 2", "{} x", "nul", "'a'", "\"a"})
    void it_refuses_what_is_not_one_value(String text) {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> JsonText.parse(text));
    }

    @Test
    void it_refuses_a_nesting_that_would_fill_the_stack() {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> JsonText.parse("[".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"\\/", "\n\t\u0001\u007f", "ä😀\u2028"})
    void it_quotes_as_the_mapper_does(String text) {
        assertThat(JsonText.quote(text)).isEqualTo(MAPPER.writeValueAsString(text));
    }
}
