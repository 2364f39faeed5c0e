package dev.meshgen.mesh;

import java.util.List;

/**
 * An AKS cluster of the mesh, with a VNet of its own.
 *
 * @param position place in the specification's list, counted from 0
 * @param mesh name of the mesh
 */
public record Cluster(
        int position,
        String mesh,
        String name,
        String region,
        Version kubernetesVersion,
        String skuTier,
        List<String> zones,
        PodNetworking pods,
        String istioNetwork,
        Network network,
        NodePool systemPool,
        NodePool userPool,
        ApplicationGateway applicationGateway) {

    /** The prefix of every Azure name of the cluster. */
    public String azureName() {
        return mesh + "-" + name;
    }

    public String resourceGroup() {
        return azureName() + "-rg";
    }

    public String vnetName() {
        return azureName() + "-vnet";
    }

    public String aksName() {
        return azureName() + "-aks";
    }

    public List<NodePool> nodePools() {
        return List.of(systemPool, userPool);
    }

    /** Nodes of both pools that may exist at one time. */
    public int mostNodes() {
        return systemPool.mostNodes() + userPool.mostNodes();
    }
}
