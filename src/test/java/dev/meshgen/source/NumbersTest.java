package dev.meshgen.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {
    private static final long LARGEST = 1_000_000_000_000_000_000L;

    @ParameterizedTest
    @CsvSource({"0, 0", "-0, 0", "42, 42", "-42, -42", "007, 7", "0x1f, 31", "0xFF, 255", "0o17, 15"})
    void reads_whole_numbers(String text, long value) {
        assertEquals(value, Numbers.integer(text));
    }

    @ParameterizedTest
    @CsvSource({
        "999999999999999999, 999999999999999999",
        "1000000000000000000, 1000000000000000000",
        "1000000000000000001, 1000000000000000000",
        "-1000000000000000001, -1000000000000000000",
        "0xFFFFFFFFFFFFFFFFFF, 1000000000000000000"
    })
    void counts_a_whole_number_beyond_every_bound_as_the_bound(String text, long value) {
        assertEquals(value, Numbers.integer(text));
    }

    @Test
    void reads_leading_zeros_up_to_the_longest_text_that_it_computes() {
        assertEquals(7L, Numbers.integer("0".repeat(399) + "7"));
        assertEquals(LARGEST, Numbers.integer("0".repeat(400) + "7"));
        assertEquals(-LARGEST, Numbers.integer("-" + "1".repeat(1_000)));
        assertEquals(7L, Numbers.decimal("0".repeat(397) + "7.0"));
        assertEquals(LARGEST, Numbers.decimal("0".repeat(398) + "7.0"));
        assertEquals(-LARGEST, Numbers.decimal("-" + "1".repeat(1_000) + ".0"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1",
        "1e3, 1000",
        "1E+3, 1000",
        "1.5e1, 15",
        "-2.50e2, -250",
        "1e17, 100000000000000000",
        "1e0, 1",
        "1e000, 1",
        "1e-0, 1",
        "100e-2, 1"
    })
    void reads_a_decimal_without_a_fraction_as_a_whole_number(String text, long value) {
        assertEquals(value, Numbers.decimal(text));
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1.5",
        "-0.25, -0.25",
        "1e-3, 0.001",
        "15E-1, 1.5",
        "0.100000000000000000, 0.1",
        "1e-18, 0.000000000000000001"
    })
    void keeps_a_fraction(String text, BigDecimal value) {
        assertEquals(0, value.compareTo((BigDecimal) Numbers.decimal(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "1e-19, 0.000000000000000001",
        "-1e-19, -0.000000000000000001",
        "1e-999999999999, 0.000000000000000001",
        "3.0000000000000000000001, 3.000000000000000001",
        "1.9999999999999999999, 1.999999999999999999"
    })
    void never_rounds_a_fraction_away(String text, BigDecimal value) {
        assertEquals(0, value.compareTo((BigDecimal) Numbers.decimal(text)));
    }

    @ParameterizedTest
    @CsvSource({"1e18, 1", "1e999, 1", "-1e999, -1", "1e1000, 1", "1e999999999999999999999, 1", "-1e0001000, -1"})
    void counts_a_decimal_beyond_every_bound_as_the_bound(String text, long sign) {
        assertEquals(sign * LARGEST, Numbers.decimal(text));
    }

    @Test
    void reads_zero_times_any_power_of_ten_as_zero() {
        assertEquals(0L, Numbers.decimal("0e999999999999"));
        assertEquals(0L, Numbers.decimal("0.0e-999999999999"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".inf", "-.inf", "+.Inf", ".INF", ".nan", ".NaN", ".NAN"})
    void leaves_what_is_not_finite_as_text(String text) {
        assertEquals(text, Numbers.decimal(text));
    }

    @Test
    void answers_at_once_however_many_digits_there_are() {
        String digits = "9".repeat(1_000_000);
        assertTimeout(Duration.ofSeconds(5), () -> {
            assertEquals(LARGEST, Numbers.integer(digits));
            assertEquals(LARGEST, Numbers.decimal(digits + ".5"));
            assertEquals(LARGEST, Numbers.decimal("1e" + digits));
        });
    }
}
