package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The names of applications must be unique. */
final class DuplicateApplication implements Rule {
    @Override
    public String id() {
        return "duplicate-application";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(application -> mesh.applications().stream()
                        .filter(other ->
                                other.name().equals(application.name()) && other.position() < application.position())
                        .limit(1)
                        .map(other -> Finding.error(
                                        Paths.of(application).key("name"),
                                        "The name `" + application.name() + "` belongs to two applications.",
                                        "Rename one of them.")
                                .seeAlso(Paths.of(other).key("name"), "the first of them is here.")));
    }
}
