package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An application's service account is its own: the one named default is every pod's that asks for none. */
final class DefaultServiceAccount implements Rule {
    @Override
    public String id() {
        return "default-service-account";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .filter(application -> application.name().equals("default"))
                .map(application -> Finding.error(
                        Paths.of(application).key("name"),
                        "Application name `default` is that of the service account which Kubernetes makes in every"
                                + " namespace.",
                        "Choose another name."));
    }
}
