package dev.meshgen.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Cases that {@code terraform fmt} decided; the conformance checks run it on whole trees. */
class HclAlignerTest {
    @Test
    void consecutive_assignments_share_a_column() {
        assertThat(HclAligner.align("a = 1\nlong_name = \"x = y\"\n"))
                .isEqualTo("a         = 1\nlong_name = \"x = y\"\n");
    }

    @Test
    void a_value_of_several_lines_ends_the_run() {
        assertThat(HclAligner.align("a = 1\nlonger = {\n  b = 2\n}\nc = 3\n"))
                .isEqualTo("a = 1\nlonger = {\n  b = 2\n}\nc = 3\n");
    }

    @Test
    void a_call_of_several_lines_ends_the_run_and_one_in_a_line_does_not() {
        assertThat(HclAligner.align("a = 1\nlonger = concat(\n  b,\n)\nc = 3\n"))
                .isEqualTo("a = 1\nlonger = concat(\n  b,\n)\nc = 3\n");
        assertThat(HclAligner.align("a = (1)\nbcd = [2]\nef = {}\n")).isEqualTo("a   = (1)\nbcd = [2]\nef  = {}\n");
    }

    @Test
    void a_text_may_end_within_a_run() {
        assertThat(HclAligner.align("a = 1\nlong = 2")).isEqualTo("a    = 1\nlong = 2");
    }

    @Test
    void a_heredoc_belongs_to_its_assignment_and_stays_as_it_is() {
        assertThat(HclAligner.align("description = <<-EOT\n  x = 1\n  long = 2\nEOT\ntype = string\n"))
                .isEqualTo("description = <<-EOT\n  x = 1\n  long = 2\nEOT\ntype        = string\n");
    }

    @Test
    void comparisons_and_arrows_are_no_assignments() {
        String text = "condition = a == b\nfor k, v in x : k => v\n";

        assertThat(HclAligner.align(text)).isEqualTo(text);
    }

    @Test
    void brackets_inside_quotes_open_nothing() {
        assertThat(HclAligner.align("a = \"{\"\nbcd = \"\\\"[\"\n")).isEqualTo("a   = \"{\"\nbcd = \"\\\"[\"\n");
    }
}
