package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A range that another one of its list contains opens nothing. */
final class RedundantRange implements Rule {
    @Override
    public String id() {
        return "redundant-range";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return PublicRanges.of(mesh).flatMap(RedundantRange::findings);
    }

    private static Stream<Finding> findings(PublicRanges list) {
        return list.entries()
                .flatMap(entry -> list.entries()
                        .filter(other -> contains(other, entry))
                        .limit(1)
                        .map(other -> Finding.error(
                                        entry.path(),
                                        "Range `" + entry.range() + "` is inside `" + other.range()
                                                + "` of the same list.",
                                        "Remove one of the two.")
                                .seeAlso(other.path(), "the larger range is here.")));
    }

    private static boolean contains(PublicRanges.Entry other, PublicRanges.Entry entry) {
        return other.range().prefix() < entry.range().prefix() && other.range().contains(entry.range());
    }
}
