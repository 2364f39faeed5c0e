package dev.meshgen.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What values in the tree's Terraform are called; behind a {@code %} what they count. */
final class ClusterWords {
    static final Map<String, String> CLUSTER = cluster();

    static final Map<String, String> REGION = ordered(
            "log_retention_days", "log retention% days",
            "bastion.name", "Bastion",
            "bastion.sku", "Bastion SKU");

    static final Map<String, String> SHARED = ordered(
            "azurerm_resource_group.shared.name", "resource group",
            "azurerm_resource_group.shared.location", "region",
            "azurerm_container_registry.this.name", "registry",
            "azurerm_container_registry.this.sku", "registry SKU",
            "azurerm_key_vault.this.name", "Key Vault",
            "azurerm_key_vault.this.sku_name", "Key Vault SKU",
            "azurerm_key_vault.this.purge_protection_enabled", "Key Vault purge protection",
            "azurerm_key_vault.this.public_network_access_enabled", "Key Vault public access",
            "azurerm_key_vault.this.soft_delete_retention_days", "Key Vault soft delete% days");

    private ClusterWords() {}

    private static Map<String, String> cluster() {
        Map<String, String> words = new LinkedHashMap<>(ordered(
                "location", "region",
                "zones", "zones",
                "kubernetes_version", "Kubernetes",
                "sku_tier", "tier",
                "address_space", "address space",
                "pods", "pods",
                "pod_cidr", "pod range",
                "service_cidr", "service range",
                "dns_service_ip", "DNS service address"));
        for (String pool : new String[] {"system", "user"}) {
            String name = pool + "_node_pool.";
            words.put(name + "vm_size", pool + " pool VM size");
            words.put(name + "min_count", pool + " pool at least% nodes");
            words.put(name + "max_count", pool + " pool% nodes");
            words.put(name + "max_pods", pool + " pool% pods a node");
            words.put(name + "os_disk_type", pool + " pool disk");
            words.put(name + "os_disk_size_gb", pool + " pool disk% GB");
        }
        words.put("application_gateway", "Application Gateway");
        words.put("application_gateway.sku", "Application Gateway SKU");
        words.put("application_gateway.min_capacity", "Application Gateway at least% units");
        words.put("application_gateway.max_capacity", "Application Gateway% units");
        words.put("csi_identity.name", "identity for the Key Vault");
        return Collections.unmodifiableMap(words);
    }

    private static Map<String, String> ordered(String... namesAndWords) {
        Map<String, String> words = new LinkedHashMap<>();
        for (int i = 0; i < namesAndWords.length; i += 2) {
            words.put(namesAndWords[i], namesAndWords[i + 1]);
        }
        return Collections.unmodifiableMap(words);
    }
}
