package dev.meshgen.rule;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A list of callers must not have entries that change nothing. */
final class RedundantCaller implements Rule {
    @Override
    public String id() {
        return "redundant-caller";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream().flatMap(RedundantCaller::check);
    }

    private static Stream<Finding> check(Application application) {
        if (application.isOpenToTheMesh()) {
            return Stream.of(application)
                    .filter(open -> open.callers().size() > 1)
                    .map(open -> Finding.error(
                            Paths.of(open).key("callers"),
                            "`callers` of application `" + open.name() + "` has names beside `*`, which already lets"
                                    + " every identity of the mesh call it.",
                            "Delete `*` so that only the named applications may call it, or delete the names."));
        }
        return Stream.of(application)
                .filter(own -> own.callers().contains(own.name()))
                .map(own -> Finding.error(
                        Paths.of(own).key("callers").index(own.callers().indexOf(own.name())),
                        "Application `" + own.name() + "` names itself as a caller.",
                        "Delete it: an application may always call itself."));
    }
}
