package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Mesh;
import java.util.List;
import java.util.stream.Stream;

/** Who calls from the Internet has a public address. */
final class PrivateRange implements Rule {
    /** RFC 6890: what no packet from the Internet has as its source. */
    private static final List<CidrBlock> PRIVATE = Stream.of(
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "0.0.0.0/8",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "224.0.0.0/3")
            .map(CidrBlock::parse)
            .toList();

    @Override
    public String id() {
        return "private-range";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return PublicRanges.of(mesh).flatMap(PublicRanges::entries).flatMap(PrivateRange::finding);
    }

    private static Stream<Finding> finding(PublicRanges.Entry entry) {
        return PRIVATE.stream()
                .filter(entry.range()::overlaps)
                .limit(1)
                .map(found -> Finding.error(
                        entry.path(),
                        "Range `" + entry.range() + "` overlaps `" + found + "`, whose addresses never arrive from the"
                                + " Internet.",
                        "Name the public addresses that the callers have behind their NAT. To let everybody in, remove"
                                + " the list."));
    }
}
