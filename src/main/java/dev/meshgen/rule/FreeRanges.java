package dev.meshgen.rule;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ranges that networks of a mesh could have; each is handed out once, so that all fixes fit. */
final class FreeRanges {
    private static final int MOST_TRIED = 256;

    private final List<CidrBlock> taken;

    FreeRanges(Mesh mesh) {
        taken = new ArrayList<>(
                mesh.clusters().stream().flatMap(FreeRanges::used).toList());
    }

    /** The next one of the same size, if there is one near. */
    Optional<CidrBlock> take(CidrBlock wanted) {
        Optional<CidrBlock> found = Stream.iterate(wanted.network(), CidrBlock::next)
                .limit(MOST_TRIED)
                .filter(range -> taken.stream().noneMatch(range::overlaps))
                .findFirst();
        found.ifPresent(taken::add);
        return found;
    }

    private static Stream<CidrBlock> used(Cluster cluster) {
        return cluster.network().pods().isFlat()
                ? Stream.of(cluster.network().addressSpace(), cluster.network().serviceCidr())
                : Stream.of(
                        cluster.network().addressSpace(),
                        cluster.network().serviceCidr(),
                        cluster.network().podCidr());
    }
}
