package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An application must not have the name of the Job that checks another one in its namespace. */
final class CallJobName implements Rule {
    @Override
    public String id() {
        return "call-job-name";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(application -> mesh.applications().stream()
                        .filter(other -> other.callJob().equals(application.name())
                                && other.namespace().equals(application.namespace()))
                        .limit(1)
                        .map(other -> Finding.error(
                                        Paths.of(application).key("name"),
                                        "Application name `" + application.name()
                                                + "` is also the name of the Job and the service account with which"
                                                + " step 11 calls `" + other.name() + "` in namespace `"
                                                + other.namespace() + "`.",
                                        "Choose another name, or another namespace.")
                                .seeAlso(Paths.of(other).key("name"), "the application that the Job calls is here.")));
    }
}
