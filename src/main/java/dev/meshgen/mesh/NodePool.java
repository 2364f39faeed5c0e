package dev.meshgen.mesh;

/**
 * An autoscaled node pool.
 *
 * @param name AKS's name of the pool
 */
public record NodePool(String name, String vmSize, int minCount, int maxCount, int maxPods, OsDisk osDisk) {
    /** Nodes added while an upgrade replaces others: {@code max_surge = "1"}. */
    public static final int SURGE = 1;

    /** Nodes that may exist at one time. */
    public int mostNodes() {
        return maxCount + SURGE;
    }

    /** Addresses that the pool takes from its subnet where nodes and pods share it: one each. */
    public int addressesWithPods() {
        return mostNodes() * (1 + maxPods);
    }
}
