package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.List;
import java.util.stream.Stream;

/** A public host must not end like the names inside the mesh. */
final class InternalHost implements Rule {
    private static final List<String> INTERNAL = List.of(".internal", ".local", ".localhost", ".svc");

    @Override
    public String id() {
        return "internal-host";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(application -> application.ingress().stream()
                        .flatMap(ingress -> INTERNAL.stream()
                                .filter(ending -> ingress.host().endsWith(ending))
                                .map(ending -> Finding.error(
                                        Paths.ingress(application).key("host"),
                                        "Host `" + ingress.host() + "` of application `" + application.name()
                                                + "` ends in `" + ending + "`, which is for names inside the mesh.",
                                        "Use a name of a DNS zone that you own."))));
    }
}
