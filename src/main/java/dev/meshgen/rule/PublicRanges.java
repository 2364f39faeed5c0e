package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Mesh;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A list of ranges that a door to the Internet is open to. */
record PublicRanges(SpecPath path, List<CidrBlock> ranges) {
    /** One of them. */
    record Entry(SpecPath path, CidrBlock range) {}

    static Stream<PublicRanges> of(Mesh mesh) {
        PublicRanges vault = new PublicRanges(
                Paths.ALLOWED_IP_RANGES, mesh.azure().keyVault().networkAccess().allowedIpRanges());
        Stream<PublicRanges> apiServers = mesh.clusters().stream()
                .map(cluster -> new PublicRanges(
                        Paths.authorizedIpRanges(cluster), cluster.aks().authorizedIpRanges()));
        return Stream.concat(Stream.of(vault), apiServers);
    }

    Stream<Entry> entries() {
        return IntStream.range(0, ranges.size())
                .mapToObj(position -> new Entry(path.index(position), ranges.get(position)));
    }
}
