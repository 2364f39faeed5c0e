package dev.meshgen.rule;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Mesh;
import java.util.Optional;
import java.util.stream.Stream;

/** A pod must not request more than its limit. */
final class RequestAboveLimit implements Rule {
    @Override
    public String id() {
        return "request-above-limit";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream().flatMap(application -> {
            Application.Resources resources = application.resources();
            return Stream.of(
                            finding(
                                    application,
                                    "cpu",
                                    new Quantity(resources.cpuRequest()),
                                    new Quantity(resources.cpuLimit())),
                            memory(
                                    application,
                                    new Quantity(resources.memoryRequest()),
                                    new Quantity(resources.memoryLimit())))
                    .flatMap(Optional::stream);
        });
    }

    /** Of amounts without their unit, {@link MemoryUnit} speaks. */
    private static Optional<Finding> memory(Application application, Quantity request, Quantity limit) {
        return request.isTooFewBytes() || limit.isTooFewBytes()
                ? Optional.empty()
                : finding(application, "memory", request, limit);
    }

    private static Optional<Finding> finding(Application application, String what, Quantity request, Quantity limit) {
        if (request.amount().compareTo(limit.amount()) <= 0) {
            return Optional.empty();
        }
        return Optional.of(Finding.error(
                Paths.of(application).key("resources").key(what + "Request"),
                "Application `" + application.name() + "` requests more " + what + " (`" + request
                        + "`) than its limit allows (`" + limit + "`).",
                "Raise `" + what + "Limit` or lower `" + what + "Request`."));
    }
}
