package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The revision tag should be one that nobody but this mesh moves. */
final class DefaultTag implements Rule {
    @Override
    public String id() {
        return "default-tag";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return Stream.of(mesh.istio())
                .filter(istio -> istio.revisions().tag().equals("default"))
                .map(istio -> Finding.warning(
                        Paths.ISTIO.key("revisionTag"),
                        "Istio's first installation creates revision tag `default`, and namespaces with the label"
                                + " `istio-injection=enabled` follow it.",
                        "Choose another tag, such as `stable`."));
    }
}
