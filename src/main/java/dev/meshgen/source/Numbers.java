package dev.meshgen.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * Reads numbers of YAML 1.2's core schema, within bounds that every later stage can compute with.
 */
final class Numbers {
    /**
     * Above every bound in the schema: a larger number counts as this one, and messages quote the
     * text.
     */
    private static final long LARGEST = 1_000_000_000_000_000_000L;

    private static final BigDecimal BOUND = BigDecimal.valueOf(LARGEST);
    private static final int MOST_DECIMALS = 18;

    /**
     * Longer digits and larger exponents aren't computed: a megabyte of digits would take minutes.
     */
    private static final int MOST_DIGITS = 400;

    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private Numbers() {}

    /** Reads decimal digits, {@code 0o17} or {@code 0x1f}. */
    static Object integer(String text) {
        int radix = text.startsWith("0x") ? 16 : text.startsWith("0o") ? 8 : 10;
        String digits = radix == 10 ? text : text.substring(2);
        return digits.length() > MOST_DIGITS
                ? largest(text.startsWith("-"))
                : bounded(new BigDecimal(new BigInteger(digits, radix)));
    }

    /**
     * Reads {@code 1.5} or {@code 1e3}; infinity and not-a-number stay strings, which no numeric
     * key allows.
     */
    static Object decimal(String text) {
        if (NOT_FINITE.matcher(text).matches()) {
            return text;
        }
        int mark = Math.max(text.indexOf('e'), text.indexOf('E'));
        String digits = mark < 0 ? text : text.substring(0, mark);
        if (digits.length() > MOST_DIGITS) {
            return largest(text.startsWith("-"));
        }
        int exponent = mark < 0 ? 0 : exponent(text.substring(mark + 1));
        return bounded(new BigDecimal(digits).scaleByPowerOfTen(exponent));
    }

    /**
     * An exponent as far as it matters: one that outweighs all digits is as good as any larger one.
     */
    private static int exponent(String text) {
        int most = 2 * MOST_DIGITS;
        boolean negative = text.startsWith("-");
        String digits = text.replaceFirst("^[-+]?0*", "");
        int size = digits.length() > 3 ? most : digits.isEmpty() ? 0 : Math.min(most, Integer.parseInt(digits));
        return negative ? -size : size;
    }

    /** A whole number as Long, any other as a BigDecimal that has a fraction. */
    private static Object bounded(BigDecimal number) {
        if (number.abs().compareTo(BOUND) >= 0) {
            return largest(number.signum() < 0);
        }
        BigDecimal floor = number.setScale(0, RoundingMode.DOWN);
        if (number.compareTo(floor) == 0) {
            return floor.longValueExact();
        }
        BigDecimal kept = number.setScale(Math.min(number.scale(), MOST_DECIMALS), RoundingMode.DOWN);
        boolean lostFraction = kept.compareTo(floor) == 0;
        return lostFraction ? kept.add(BigDecimal.valueOf(number.signum(), MOST_DECIMALS)) : kept;
    }

    private static Long largest(boolean negative) {
        return negative ? -LARGEST : LARGEST;
    }
}
