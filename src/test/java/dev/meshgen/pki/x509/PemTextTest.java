package dev.meshgen.pki.x509;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Outcome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A block counts only if its content is as long as it says. */
class PemTextTest {
    private static final byte[] SHORTEST = {0x30, 0x02, 0x05, 0x00};

    private static Outcome<List<PemText.Block>> read(String text) {
        return PemText.read(Path.of("a.pem"), text.getBytes(US_ASCII));
    }

    private static Outcome<List<PemText.Block>> written(byte[] content) {
        return PemText.read(Path.of("a.pem"), PemText.write("X", content));
    }

    private static byte[] der(int length, int... start) {
        byte[] der = new byte[length];
        for (int i = 0; i < start.length; i++) {
            der[i] = (byte) start[i];
        }
        return der;
    }

    private static void assertTruncated(Outcome<?> outcome, String fact) {
        assertThat(outcome.diagnostics()).singleElement().satisfies(fault -> {
            assertThat(fault.rule()).hasToString("pki-truncated");
            assertThat(fault.message()).isEqualTo("`a.pem` " + fact + ".");
        });
    }

    @Test
    void what_was_written_is_read_back() {
        for (byte[] der :
                List.of(SHORTEST, der(129, 0x30, 0x7f), der(131, 0x30, 0x81, 128), der(260, 0x30, 0x82, 0x01, 0x00))) {
            assertThat(written(der).value().orElseThrow())
                    .singleElement()
                    .satisfies(block -> assertThat(block.content()).isEqualTo(der));
        }
    }

    @Test
    void several_blocks_are_read_with_text_between_them() {
        String one = new String(PemText.write("ONE", SHORTEST), US_ASCII);
        String two = new String(PemText.write("TWO", SHORTEST), US_ASCII);

        assertThat(read("subject: CN=one\n" + one + "subject: CN=two\n" + two.replace("\n", "\r\n"))
                        .value()
                        .orElseThrow())
                .extracting(PemText.Block::label)
                .containsExactly("ONE", "TWO");
    }

    @Test
    void content_that_is_shorter_or_longer_than_it_says_is_truncated() {
        for (byte[] der : List.of(
                Arrays.copyOf(SHORTEST, 3),
                Arrays.copyOf(SHORTEST, 5),
                new byte[0],
                new byte[] {0x30},
                der(128, 0x30, 0x7f),
                der(259, 0x30, 0x82, 0x01, 0x00))) {
            assertTruncated(written(der), "lacks some lines of its block `X`");
        }
    }

    @Test
    void a_length_that_has_no_end_is_not_believed() {
        assertTruncated(written(der(130, 0x30, 0x80)), "lacks some lines of its block `X`");
        assertTruncated(written(der(4, 0x30, 0xff, 0x01, 0x01)), "lacks some lines of its block `X`");
    }

    @Test
    void a_block_without_its_last_line_is_truncated() {
        assertTruncated(read("-----BEGIN X-----\nMAIFAA==\n-----END Y-----\n"), "has no line `-----END X-----`");
    }

    @Test
    void a_block_that_is_not_base64_is_damaged() {
        assertTruncated(read("-----BEGIN X-----\nMAIF*A==\n-----END X-----\n"), "has a damaged block `X`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MAIFAA==", "a -----BEGIN X-----\nMAIFAA==\n-----END X-----\n", "-----BEGIN x-----\n"})
    void a_file_without_a_block_is_malformed(String text) {
        assertThat(read(text).diagnostics())
                .singleElement()
                .satisfies(fault -> assertThat(fault.rule()).hasToString("pki-malformed"));
    }

    @Test
    void a_block_is_printed_without_its_content() {
        assertThat(written(SHORTEST).value().orElseThrow()).hasToString("[X]");
    }
}
