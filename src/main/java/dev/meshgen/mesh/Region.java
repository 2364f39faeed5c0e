package dev.meshgen.mesh;

import java.util.List;
import java.util.Optional;

/**
 * A region with clusters of the mesh, and what they share there.
 *
 * @param clusters sorted by name, at least one
 * @param bastionCluster the cluster whose VNet holds the Bastion, if there is one
 */
public record Region(String mesh, String name, List<Cluster> clusters, Optional<Cluster> bastionCluster) {
    /** The prefix of every Azure name of the region. */
    public String azureName() {
        return mesh + "-" + name;
    }

    /** The name as a bare word. */
    public Identifier hclName() {
        return new Identifier(name);
    }

    public String resourceGroupName() {
        return azureName() + "-rg";
    }

    /** The Log Analytics workspace. */
    public String workspaceName() {
        return azureName() + "-log";
    }

    public String bastionName() {
        return azureName() + "-bas";
    }

    public String bastionPublicIpName() {
        return bastionName() + "-pip";
    }
}
