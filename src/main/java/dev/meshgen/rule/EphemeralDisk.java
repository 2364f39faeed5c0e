package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.NodePool;
import dev.meshgen.mesh.OsDisk;
import dev.meshgen.mesh.VmSize;
import java.util.List;
import java.util.stream.Stream;

/** An ephemeral OS disk must fit in the local disk of its node. */
final class EphemeralDisk implements Rule {
    private static final int DEFAULT_GB = 128;
    private static final int LEAST_GB = 30;

    @Override
    public String id() {
        return "ephemeral-disk";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .flatMap(cluster -> cluster.nodePools().all().stream()
                        .filter(pool ->
                                pool.osDisk().type() == OsDisk.Type.EPHEMERAL && VmSizeName.hasForm(pool.vmSize()))
                        .flatMap(pool ->
                                VmSize.parse(pool.vmSize()).stream().flatMap(size -> findings(cluster, pool, size))));
    }

    private static Stream<Finding> findings(Cluster cluster, NodePool pool, VmSize size) {
        return size.ephemeralDiskGb().stream()
                .filter(room -> room < pool.osDisk().sizeGb())
                .mapToObj(room -> finding(cluster, pool, size, room));
    }

    private static Finding finding(Cluster cluster, NodePool pool, VmSize size, int room) {
        SpecPath keys = Paths.pool(cluster, pool);
        String subject = "VM size `" + pool.vmSize() + "` of the " + pool.name() + " pool ";
        String fact = room == 0
                ? "has no local disk that can hold an ephemeral OS disk."
                : "can hold an ephemeral OS disk of " + room + " GiB, but `osDiskSizeGb` is "
                        + pool.osDisk().sizeGb() + ".";
        return Finding.error(
                        keys.key(room < DEFAULT_GB ? "vmSize" : "osDiskSizeGb"),
                        subject + fact,
                        remedy(pool, size, room) + "set `osDiskType: Managed`.")
                .givenBy(List.of(keys.key("osDiskType"), keys.key("osDiskSizeGb")));
    }

    private static String remedy(NodePool pool, VmSize size, int room) {
        if (room >= LEAST_GB) {
            return "Set `osDiskSizeGb: " + room + "`, use a larger size, or ";
        }
        FittingSize fitting = FittingSize.of(pool);
        return fitting.sibling(size)
                .map(sibling -> "Use `" + sibling + "`, or ")
                .orElseGet(() -> "Use a size with a local disk such as `" + fitting.inPlaceOf(size) + "`, or ");
    }
}
