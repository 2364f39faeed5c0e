package dev.meshgen.mesh;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What the mesh needs of Azure beside the clusters. */
public record Azure(
        Account account,
        SortedMap<String, String> tags,
        SharedServices shared,
        LogAnalytics logAnalytics,
        Bastion bastion) {

    /**
     * Where everything is made, and for whom.
     *
     * @param adminGroupObjectIds Entra groups whose members administer every cluster, sorted
     * @param deployerObjectId who runs the scripts; empty for the account that runs Terraform
     */
    public record Account(
            String subscriptionId,
            String tenantId,
            List<String> adminGroupObjectIds,
            Optional<String> deployerObjectId) {
        public Account {
            adminGroupObjectIds = adminGroupObjectIds.stream().sorted().toList();
        }
    }

    /**
     * What all clusters use.
     *
     * @param cluster name of the cluster that it is placed with
     */
    public record SharedServices(String cluster, ContainerRegistry containerRegistry, KeyVault keyVault) {}

    public ContainerRegistry containerRegistry() {
        return shared.containerRegistry();
    }

    public KeyVault keyVault() {
        return shared.keyVault();
    }
}
