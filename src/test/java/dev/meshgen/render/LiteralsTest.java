package dev.meshgen.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each language writes around a value; whether its readers get it back, properties show. */
class LiteralsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HCL      | # Generated
            YAML     | # Generated
            SHELL    | # Generated
            MARKDOWN | <!-- Generated
            XML      | <!-- Generated
            MERMAID  | %% Generated
            DOT      | // Generated
            PLAIN    | # Generated
            """)
    void the_header_is_a_comment_of_its_language(Language language, String start) {
        assertThat(language.withHeader("text\n", "a.tf").lines())
                .first()
                .asString()
                .startsWith(start)
                .contains("templates/a.tf");
    }

    @Test
    void a_plain_file_has_no_form_for_a_control_character() {
        assertThat(Language.PLAIN.literals().text("a b#é")).isEqualTo("a b#é");
        assertThatThrownBy(() -> Language.PLAIN.literals().text("a\nb")).hasMessageContaining("one line");
    }

    @ParameterizedTest
    @CsvSource({"\uFFFF,\\uffff", "\uD800\uDC00,\\U00010000", "\uD7FF,\\ud7ff", "\u00E9,\u00E9", "\u200B,\\u200b"})
    void only_visible_characters_of_the_first_plane_are_bare(String value, String written) {
        assertThat(Escapes.doubleQuoted(value)).isEqualTo('"' + written + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 # {", "\"{\"", "\"\\\"{\"", "[{a = 1}]"})
    void a_value_that_is_closed_on_its_line_is_aligned(String value) {
        assertThat(HclAligner.align("a = " + value + "\nlonger = 2\n"))
                .isEqualTo("a      = " + value + "\nlonger = 2\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[", "f(", "\"\\\\\" + {", "}", "[{ \"]\""})
    void a_value_that_goes_on_is_not_aligned(String value) {
        assertThat(HclAligner.align("a = " + value + "\nlonger = 2\n")).isEqualTo("a = " + value + "\nlonger = 2\n");
    }
}
