package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.diagnostic.Suggestion;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Mesh;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A caller must be an application of the mesh. */
final class UnknownCaller implements Rule {
    @Override
    public String id() {
        return "unknown-caller";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(application -> IntStream.range(0, application.callers().size())
                        .filter(i -> !isKnown(mesh, application.callers().get(i)))
                        .mapToObj(i -> Finding.error(
                                        Paths.of(application).key("callers").index(i),
                                        "Caller `" + application.callers().get(i) + "` is no application of this mesh.",
                                        hint(mesh, application.callers().get(i)))
                                .givenBy(names(mesh))));
    }

    private static boolean isKnown(Mesh mesh, String caller) {
        return caller.equals(Application.Access.EVERYBODY)
                || mesh.applicationNames().contains(caller);
    }

    private static List<SpecPath> names(Mesh mesh) {
        return mesh.applications().stream()
                .map(application -> Paths.of(application).key("name"))
                .toList();
    }

    private static String hint(Mesh mesh, String caller) {
        return Suggestion.nearest(caller, mesh.applicationNames())
                .map(near -> "Did you mean `" + near + "`?")
                .orElse("Use the name of an application, or delete it.");
    }
}
