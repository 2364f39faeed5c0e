package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One fact that a mesh must fulfil beyond what a schema can say. */
public interface Rule {
    /** The id of its findings, a heading of docs/rules.md. */
    String id();

    /** What breaks the rule; nothing for a mesh that is fine. */
    Stream<Finding> check(Mesh mesh);

    /**
     * What breaks the rule in each of several readings of one specification, and so doesn't depend
     * on where they differ.
     */
    default Stream<Finding> checkAll(List<Mesh> readings) {
        if (readings.size() == 1) {
            return check(readings.get(0));
        }
        List<Set<Finding>> others = readings.stream()
                .skip(1)
                .map(reading -> check(reading).collect(Collectors.toSet()))
                .toList();
        return readings.stream()
                .limit(1)
                .flatMap(this::check)
                .filter(finding -> others.stream().allMatch(other -> other.contains(finding)));
    }
}
