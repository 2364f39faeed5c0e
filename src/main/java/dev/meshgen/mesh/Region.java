package dev.meshgen.mesh;

import java.util.List;

/**
 * A region with clusters of the mesh, and what they share there.
 *
 * @param clusters sorted by name, at least one
 * @param bastionCluster the cluster whose VNet holds the Bastion
 */
public record Region(String mesh, String name, List<Cluster> clusters, Cluster bastionCluster) {
    /** The prefix of every Azure name of the region. */
    public String azureName() {
        return mesh + "-" + name;
    }
}
