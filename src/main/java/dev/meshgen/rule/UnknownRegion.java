package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A region with settings must have a cluster. */
final class UnknownRegion implements Rule {
    @Override
    public String id() {
        return "unknown-region";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.azure().bastion().clusters().keySet().stream()
                .filter(region -> !mesh.clustersByRegion().containsKey(region))
                .map(region -> Finding.error(
                        Paths.AZURE.key("regions").key(region),
                        "Region `" + region + "` has no cluster.",
                        "Delete its settings, or use one of "
                                + mesh.clustersByRegion().keySet().stream()
                                        .map(known -> "`" + known + "`")
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
