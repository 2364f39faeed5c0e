package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A region that has settings has a cluster. */
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
                        "No cluster lies in region `" + region + "`.",
                        "Delete its settings, or correct the name; the mesh has "
                                + mesh.clustersByRegion().keySet().stream()
                                        .map(known -> "`" + known + "`")
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
