package dev.meshgen.mesh;

import java.util.Map;
import java.util.OptionalInt;

/**
 * The room for an <a
 * href="https://learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks">ephemeral OS disk</a>
 * in VMs of a size: the largest of cache, temporary disk and NVMe disks, as the pages of the size's
 * series list them.
 */
final class LocalDisk {
    private static final OptionalInt UNKNOWN = OptionalInt.empty();
    private static final OptionalInt NONE = OptionalInt.of(0);
    private static final Map<Integer, Integer> CACHE_OF_DS_V2 = Map.of(1, 43, 2, 86);
    private static final int LEAST_CACHE_OF_B = 30;

    private LocalDisk() {}

    /** In GiB; nothing where the name of the size doesn't tell. */
    static OptionalInt roomOf(VmSize size) {
        return switch (size.family()) {
            case "B" -> size.version() == 0 ? OptionalInt.of(Math.max(LEAST_CACHE_OF_B, 8 * size.number())) : NONE;
            case "D", "E" -> general(size);
            case "DC", "EC" -> size.version() >= 5 && !size.has('d') ? NONE : UNKNOWN;
            case "DS" -> size.version() == 2 ? cacheOfDs(size.number()) : UNKNOWN;
            case "F" -> computing(size);
            default -> UNKNOWN;
        };
    }

    private static OptionalInt general(VmSize size) {
        return switch (size.version()) {
            case 0, 1, 2 -> UNKNOWN;
            case 3 -> cached(size);
            case 4 -> size.has('a') ? UNKNOWN : temporary(size);
            default -> temporary(size);
        };
    }

    /** Sizes that can't cache have no ephemeral disk in the third version. */
    private static OptionalInt cached(VmSize size) {
        boolean doubling = Integer.bitCount(size.number()) == 1;
        if (!size.has('s')) {
            return NONE;
        }
        return doubling ? OptionalInt.of(25 * size.number()) : UNKNOWN;
    }

    private static OptionalInt temporary(VmSize size) {
        if (!size.has('d')) {
            return NONE;
        }
        if (size.has('n') || size.version() > 7) {
            return UNKNOWN;
        }
        return OptionalInt.of(size.version() > 5 ? 55 * size.number() : 75 * size.number() / 2);
    }

    private static OptionalInt computing(VmSize size) {
        if (size.version() == 2) {
            return OptionalInt.of(16 * size.number());
        }
        return size.version() >= 6 && !size.has('d') ? NONE : UNKNOWN;
    }

    private static OptionalInt cacheOfDs(int number) {
        return CACHE_OF_DS_V2.containsKey(number) ? OptionalInt.of(CACHE_OF_DS_V2.get(number)) : UNKNOWN;
    }
}
