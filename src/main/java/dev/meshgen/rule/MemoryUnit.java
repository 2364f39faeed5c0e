package dev.meshgen.rule;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** Memory must not be counted in bytes, or thousandths of one, where megabytes are meant. */
final class MemoryUnit implements Rule {
    @Override
    public String id() {
        return "memory-unit";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(application -> Stream.concat(
                        finding(
                                application,
                                "memoryRequest",
                                new Quantity(application.resources().memoryRequest())),
                        finding(
                                application,
                                "memoryLimit",
                                new Quantity(application.resources().memoryLimit()))));
    }

    private static Stream<Finding> finding(Application application, String key, Quantity memory) {
        return Stream.of(memory)
                .filter(Quantity::isTooFewBytes)
                .map(slip -> Finding.error(
                        Paths.of(application).key("resources").key(key),
                        "`" + key + ": " + slip + "` of application `" + application.name() + "` is "
                                + slip.amount().stripTrailingZeros().toPlainString() + " bytes"
                                + (slip.unit().isEmpty() ? "" : ": `m` means a thousandth") + ".",
                        "Write `" + slip.number() + "Mi`, if you mean mebibytes."));
    }
}
