package dev.meshgen.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What values in the tree's Terraform are called; behind a {@code %} what they count.
 *
 * @param words by the path of a value
 */
record TerraformWords(Map<String, String> words) {
    static final TerraformWords CLUSTER = new TerraformWords(cluster());

    static final TerraformWords REGION = new TerraformWords(Words.ordered(
            "log_retention_days", "log retention% days",
            "metrics", "metrics in the workspace",
            "bastion", "Bastion",
            "bastion.sku", "Bastion SKU",
            "bastion.subnet_id", "Bastion of cluster"));

    static final TerraformWords SHARED = new TerraformWords(Words.ordered(
            "subscription_id", "subscription",
            "tenant_id", "tenant",
            "admin_group_object_ids", "groups of administrators",
            "deployer_object_id", "who runs the steps",
            "azurerm_private_endpoint.vault.subnet_id", "shared cluster",
            "azurerm_resource_group.shared.name", "resource group",
            "azurerm_resource_group.shared.location", "region",
            "azurerm_container_registry.this.name", "registry",
            "azurerm_container_registry.this.sku", "registry SKU",
            "azurerm_key_vault.this.name", "Key Vault",
            "azurerm_key_vault.this.sku_name", "Key Vault SKU",
            "azurerm_key_vault.this.purge_protection_enabled", "Key Vault purge protection",
            "azurerm_key_vault.this.public_network_access_enabled", "Key Vault public access",
            "azurerm_key_vault.this.network_acls.ip_rules", "Key Vault allowed ranges",
            "azurerm_key_vault.this.soft_delete_retention_days", "Key Vault soft delete% days"));

    private static Map<String, String> cluster() {
        Map<String, String> words = new LinkedHashMap<>(Words.ordered(
                "location", "region",
                "zones", "zones",
                "kubernetes_version", "Kubernetes",
                "sku_tier", "tier",
                "authorized_ip_ranges", "API server open to",
                "address_space", "address space",
                "pods", "pods",
                "pod_cidr", "pod range",
                "service_cidr", "service range",
                "dns_service_ip", "DNS service address"));
        addSubnets(words);
        addPool("system", words);
        addPool("user", words);
        words.put("application_gateway", "Application Gateway");
        words.put("application_gateway.sku", "Application Gateway SKU");
        words.put("application_gateway.firewall_mode", "Application Gateway firewall mode");
        words.put("application_gateway.min_capacity", "Application Gateway at least% units");
        words.put("application_gateway.max_capacity", "Application Gateway% units");
        words.put("csi_identity", "identity of its own for the Key Vault");
        words.put("logs.kubernetes_audit", "audit log");
        words.put("logs.metrics", "metrics in the workspace");
        return words;
    }

    private static void addSubnets(Map<String, String> words) {
        List.of("System", "User", "Pods", "AppGateway", "AzureBastionSubnet", "PrivateEndpoints")
                .forEach(subnet -> words.put("subnets." + subnet + ".address_prefix", "subnet " + subnet));
    }

    private static void addPool(String pool, Map<String, String> words) {
        String name = pool + "_node_pool.";
        words.put(name + "vm_size", pool + " pool VM size");
        words.put(name + "min_count", pool + " pool at least% nodes");
        words.put(name + "max_count", pool + " pool% nodes");
        words.put(name + "max_pods", pool + " pool% pods a node");
        words.put(name + "os_disk_type", pool + " pool disk");
        words.put(name + "os_disk_size_gb", pool + " pool disk% GB");
    }

    Map<String, String> in(TerraformValues values) {
        Map<String, String> facts = new LinkedHashMap<>();
        words.forEach((path, fact) -> values.get(path).ifPresent(value -> facts.put(fact, plain(value))));
        return facts;
    }

    /** Without the expression around it; a block is just there. */
    private static String plain(String value) {
        if (value.isEmpty() || value.equals("{")) {
            return "yes";
        }
        return value.replaceFirst("^concat\\((\\[.*]), local\\.egress_ranges\\)$", "$1")
                .replaceFirst("^module\\.cluster-([a-z0-9-]+)\\..*$", "$1");
    }
}
