package dev.meshgen.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrintableTest {
    private static final String HOSTILE = "a\u001b[31m\r\n::warning::\u2028\u202eb";

    @Test
    void no_text_of_others_controls_the_terminal_or_begins_a_line() {
        assertThat(Printable.text(HOSTILE)).isEqualTo("a?[31m??::warning::??b");
        assertThat(Printable.text("Zürich 世界 \ud83d\ude00")).isEqualTo("Zürich 世界 \ud83d\ude00");
    }

    @Test
    void the_name_of_a_file_controls_nothing_either() {
        Diagnostic found = Diagnostic.error("rule", SourceSpan.wholeFile(HOSTILE), "Wrong.", "Fix it.")
                .withNote(SourceSpan.wholeFile(HOSTILE), "it is here.");
        assertThat(new TextRenderer(false).render(List.of(found), Optional.empty()))
                .isEqualTo("a?[31m??::warning::??b: error: Wrong. [rule]\n"
                        + "  note: a?[31m??::warning::??b: it is here.\n  hint: Fix it.\n");
    }
}
