package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** An image should have a tag other than latest, or a digest. */
final class UnpinnedImage implements Rule {
    @Override
    public String id() {
        return "unpinned-image";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .filter(application -> !application.container().image().contains("@")
                        && application.version().equals("latest"))
                .map(application -> Finding.warning(
                        Paths.of(application).key("image"),
                        "Image `" + application.container().image() + "` of application `" + application.name()
                                + "` has no fixed version.",
                        "Use a tag other than `latest`, or a digest."));
    }
}
