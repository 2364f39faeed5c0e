package dev.meshgen.mesh;

import java.util.List;

/** A cluster's node pools. */
public record NodePools(NodePool system, NodePool user) {
    public List<NodePool> all() {
        return List.of(system, user);
    }

    /** Nodes of all pools that may exist at one time. */
    public int mostNodes() {
        return all().stream().mapToInt(NodePool::mostNodes).sum();
    }
}
