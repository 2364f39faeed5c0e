package dev.meshgen.mesh;

import java.util.List;
import java.util.SortedMap;

/**
 * What the mesh needs of Azure beside the clusters.
 *
 * @param sharedCluster name of the cluster that shared resources are placed with
 * @param bastionClusters name of the cluster whose VNet holds a region's Bastion, by region, where the specification says it
 */
public record Azure(
        String subscriptionId,
        String tenantId,
        String sharedCluster,
        SortedMap<String, String> bastionClusters,
        SortedMap<String, String> tags,
        List<String> adminGroupObjectIds,
        ContainerRegistry containerRegistry,
        KeyVault keyVault,
        int logRetentionDays,
        Bastion bastion) {

    /** The container registry. */
    public record ContainerRegistry(String name, String sku) {
        /** Whether it replicates and can have a private endpoint. */
        public boolean isPremium() {
            return sku.equals("Premium");
        }

        public String privateEndpointName() {
            return name + "-pe";
        }
    }

    /** The Key Vault; retention in days. */
    public record KeyVault(
            String name,
            String sku,
            int softDeleteRetentionDays,
            boolean purgeProtection,
            boolean publicNetworkAccess,
            boolean workloadIdentity) {
        public String privateEndpointName() {
            return name + "-pe";
        }
    }

    /** The regions' Bastions. */
    public record Bastion(boolean enabled, String sku) {}
}
