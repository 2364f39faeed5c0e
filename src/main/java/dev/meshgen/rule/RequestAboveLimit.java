package dev.meshgen.rule;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Mesh;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A pod must not request more than its limit. */
final class RequestAboveLimit implements Rule {
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

    @Override
    public String id() {
        return "request-above-limit";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream().flatMap(application -> {
            Application.Resources resources = application.resources();
            return Stream.of(
                            finding(application, "cpu", resources.cpuRequest(), resources.cpuLimit()),
                            finding(application, "memory", resources.memoryRequest(), resources.memoryLimit()))
                    .flatMap(Optional::stream);
        });
    }

    private static Optional<Finding> finding(Application application, String what, String request, String limit) {
        if (amount(request).compareTo(amount(limit)) <= 0) {
            return Optional.empty();
        }
        return Optional.of(Finding.error(
                Paths.of(application).key("resources").key(what + "Request"),
                "Application `" + application.name() + "` requests more " + what + " (`" + request
                        + "`) than its limit allows (`" + limit + "`).",
                "Raise `" + what + "Limit` or lower `" + what + "Request`."));
    }

    /** The number that a quantity means; the schema has checked its form. */
    private static BigDecimal amount(String quantity) {
        String digits = quantity.replaceAll("[A-Za-z]+$", "");
        return new BigDecimal(digits).multiply(UNITS.get(quantity.substring(digits.length())));
    }
}
