package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An application's name stands once in the mesh. */
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
                                        "Application `" + application.name() + "` is given twice.",
                                        "Rename one of them.")
                                .seeAlso(Paths.of(other).key("name"), "the first one is here.")));
    }
}
