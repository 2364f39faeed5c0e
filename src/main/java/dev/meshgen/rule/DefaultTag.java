package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The revision tag is one that only the steps of this mesh move. */
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
                        "Revision tag `default` is made by Istio's first installation, and namespaces labelled"
                                + " `istio-injection=enabled` follow it too.",
                        "Choose another tag, such as `stable`."));
    }
}
