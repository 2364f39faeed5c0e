package dev.meshgen.rule;

import java.math.BigDecimal;
import java.util.Map;

/** A Kubernetes quantity; the schema has checked its form. */
record Quantity(String text) {
    private static final Map<String, BigDecimal> UNITS = Map.of(
            "m", new BigDecimal("0.001"),
            "", BigDecimal.ONE,
            "k", BigDecimal.TEN.pow(3),
            "M", BigDecimal.TEN.pow(6),
            "G", BigDecimal.TEN.pow(9),
            "T", BigDecimal.TEN.pow(12),
            "Ki", BigDecimal.valueOf(1L << 10),
            "Mi", BigDecimal.valueOf(1L << 20),
            "Gi", BigDecimal.valueOf(1L << 30),
            "Ti", BigDecimal.valueOf(1L << 40));

    private static final BigDecimal LEAST_BYTES = BigDecimal.valueOf(1L << 20);

    BigDecimal amount() {
        return new BigDecimal(number()).multiply(UNITS.get(unit()));
    }

    String number() {
        return text.replaceAll("[A-Za-z]+$", "");
    }

    String unit() {
        return text.substring(number().length());
    }

    /** Whether, as memory, it is so little that the unit must be a slip. */
    boolean isTooFewBytes() {
        return (unit().isEmpty() || unit().equals("m")) && amount().compareTo(LEAST_BYTES) < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
