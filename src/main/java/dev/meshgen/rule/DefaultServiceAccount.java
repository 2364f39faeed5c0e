package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/**
 * An application must not be named default: pods without a service account use the one of that
 * name.
 */
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
                        "Application name `default` is also the name of the service account that Kubernetes creates in"
                                + " every namespace.",
                        "Choose another name."));
    }
}
