package dev.meshgen.rule;

import dev.meshgen.mesh.NodePool;
import dev.meshgen.mesh.OsDisk;
import dev.meshgen.mesh.VmSize;
import java.util.Optional;
import java.util.stream.IntStream;

/** Proposes VM sizes whose local disk holds the OS disk of a pool. */
record FittingSize(OsDisk disk) {
    static FittingSize of(NodePool pool) {
        return new FittingSize(pool.osDisk());
    }

    /** Whether nothing is known that would keep the disk out of nodes of this size. */
    boolean holds(VmSize size) {
        return disk.type() == OsDisk.Type.MANAGED || size.ephemeralDiskGb().orElse(disk.sizeGb()) >= disk.sizeGb();
    }

    /** A size that holds the disk: the smallest of a series that has at least so many vCPUs. */
    String example(int cpus) {
        return "Standard_D"
                + IntStream.of(4, 8, 16, 32, 48, 64, 96)
                        .filter(number -> number >= cpus)
                        .filter(number -> holds(ofSeries(number)))
                        .findFirst()
                        .orElse(96)
                + "ds_v5";
    }

    private static VmSize ofSeries(int number) {
        return new VmSize("D", number, "", "ds", "", 5);
    }

    /** The size that differs by a local disk alone, if that holds the disk. */
    Optional<VmSize> sibling(VmSize size) {
        boolean differs = size.isGeneral() && size.has('s') && !size.has('d') && size.version() >= 4;
        return differs
                ? Optional.of(size.withFeatures(size.features().replaceFirst("s$", "ds")))
                        .filter(this::holds)
                : Optional.empty();
    }

    /** A size to use in place of one that doesn't hold the disk. */
    String inPlaceOf(VmSize size) {
        return sibling(size)
                .map(VmSize::toString)
                .orElseGet(() -> example(size.cpus().orElse(8)));
    }
}
