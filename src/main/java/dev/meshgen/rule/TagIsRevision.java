package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A revision tag has a name of its own: istioctl refuses one that hides a revision. */
final class TagIsRevision implements Rule {
    @Override
    public String id() {
        return "tag-is-revision";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return Stream.of(mesh.istio())
                .filter(istio -> istio.revisionTag().equals(istio.revision()))
                .map(istio -> Finding.error(
                        Paths.ISTIO.key("revisionTag"),
                        "Revision tag `" + istio.revisionTag() + "` is also the name of the revision.",
                        "Choose a word that outlives versions, such as `stable`."));
    }
}
