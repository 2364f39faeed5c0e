package dev.meshgen.rule;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Mesh;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The writable paths of an application must not get the same volume name. */
final class WritablePathOverlap implements Rule {
    @Override
    public String id() {
        return "writable-path-overlap";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(application -> application.writablePaths().stream()
                        .collect(Collectors.groupingBy(
                                Application.WritablePath::volumeName, TreeMap::new, Collectors.toList()))
                        .values()
                        .stream()
                        .filter(same -> same.size() > 1)
                        .map(same -> Finding.error(
                                Paths.of(application).key("writablePaths"),
                                "Writable paths `" + same.get(0).path() + "` and `"
                                        + same.get(1).path() + "` of application `" + application.name()
                                        + "` both need a volume named `"
                                        + same.get(0).volumeName() + "`.",
                                "Keep one of them, or use another directory.")));
    }
}
