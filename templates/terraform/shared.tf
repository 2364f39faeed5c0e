locals {
  clusters = {
[#list mesh.clusters as cluster]
    [=cluster.name] = module.cluster-[=cluster.hclName]
[/#list]
  }

[#if mesh.hasFixedEgress]
  # The istiod of each cluster calls the API servers of the others, from these addresses.
  egress_ranges = [
[#list mesh.clusters as cluster]
    "${module.cluster-[=cluster.hclName].egress_ip_address}/32",
[/#list]
  ]

[/#if]
  deployer_object_id = coalesce(var.deployer_object_id, data.azurerm_client_config.current.object_id)
}

data "azurerm_client_config" "current" {}

resource "azurerm_resource_group" "shared" {
  name     = [=mesh.sharedResourceGroupName]
  location = [=mesh.sharedCluster.region]
  tags     = var.tags
}

# Container registry

resource "azurerm_container_registry" "this" {
  name                = [=mesh.azure.containerRegistry.name]
  resource_group_name = azurerm_resource_group.shared.name
  location            = azurerm_resource_group.shared.location
  sku                 = [=mesh.azure.containerRegistry.sku]
  admin_enabled       = false
  tags                = var.tags
[#if mesh.azure.containerRegistry.premium]

  data_endpoint_enabled    = true
  retention_policy_in_days = 30
[#list mesh.replicaRegions as region]

  georeplications {
    location                        = [=region]
    global_endpoint_routing_enabled = true
    tags                            = var.tags
  }
[/#list]
[/#if]
}

resource "azurerm_role_assignment" "registry_pull" {
  for_each = local.clusters

  scope                            = azurerm_container_registry.this.id
  role_definition_name             = "AcrPull"
  principal_id                     = each.value.kubelet_principal_id
  principal_type                   = "ServicePrincipal"
  skip_service_principal_aad_check = true
}

[#if mesh.azure.containerRegistry.premium]
resource "azurerm_private_dns_zone" "registry" {
  name                = "privatelink.azurecr.io"
  resource_group_name = azurerm_resource_group.shared.name
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "registry" {
  for_each = local.clusters

  name                = each.value.virtual_network_name
  private_dns_zone_id = azurerm_private_dns_zone.registry.id
  virtual_network_id  = each.value.virtual_network_id
  tags                = var.tags
}

resource "azurerm_private_endpoint" "registry" {
  name                = [=mesh.azure.containerRegistry.privateEndpointName]
  resource_group_name = azurerm_resource_group.shared.name
  location            = azurerm_resource_group.shared.location
  subnet_id           = module.cluster-[=mesh.sharedCluster.hclName].subnet_ids["PrivateEndpoints"]
  tags                = var.tags

  private_service_connection {
    name                           = "registry"
    is_manual_connection           = false
    private_connection_resource_id = azurerm_container_registry.this.id
    subresource_names              = ["registry"]
  }

  private_dns_zone_group {
    name                 = "registry"
    private_dns_zone_ids = [azurerm_private_dns_zone.registry.id]
  }
}

[/#if]
resource "azurerm_monitor_diagnostic_setting" "registry" {
  name                       = "to-log-analytics"
  target_resource_id         = azurerm_container_registry.this.id
  log_analytics_workspace_id = module.region-[=mesh.sharedCluster.regionHclName].log_analytics_workspace_id

  enabled_log {
    category = "ContainerRegistryLoginEvents"
  }

  enabled_log {
    category = "ContainerRegistryRepositoryEvents"
  }
[#if mesh.azure.logAnalytics.metrics]

  enabled_metric {
    category = "AllMetrics"
  }
[/#if]
}

# Key Vault

resource "azurerm_key_vault" "this" {
  name                          = [=mesh.azure.keyVault.name]
  resource_group_name           = azurerm_resource_group.shared.name
  location                      = azurerm_resource_group.shared.location
  tenant_id                     = var.tenant_id
  sku_name                      = [=mesh.azure.keyVault.sku]
  rbac_authorization_enabled    = true
  soft_delete_retention_days    = [=mesh.azure.keyVault.softDeleteRetentionDays]
  purge_protection_enabled      = [=mesh.azure.keyVault.purgeProtection]
  public_network_access_enabled = [=mesh.azure.keyVault.networkAccess.public]
  tags                          = var.tags

  # The private endpoint is not subject to these. Application Gateways are a trusted service of
  # Azure.
  network_acls {
    default_action = [=mesh.azure.keyVault.networkAccess.defaultAction]
    bypass = "AzureServices"
    ip_rules = [=mesh.azure.keyVault.networkAccess.allowedIpRanges]
  }
}

resource "azurerm_role_assignment" "vault_deployer" {
  for_each = toset(["Key Vault Certificates Officer", "Key Vault Secrets Officer"])

  scope                = azurerm_key_vault.this.id
  role_definition_name = each.key
  principal_id         = local.deployer_object_id
}

[#if mesh.hasVaultPods]
# An identity reads its own secrets only: whoever gets hold of it gets no other cluster's CA key. A
# secret need not exist yet when its role is assigned.
[#else]
# An identity reads its own secrets only. A secret need not exist yet when its role is assigned.
[/#if]

locals {
[#if mesh.hasVaultPods]
  # Pods mount secrets only, PEM certificates included.
  pod_secrets = {
[#list mesh.clusters as cluster]
    [=cluster.name] = [
[#list mesh.podSecrets(cluster) as secret]
      [=secret],
[/#list]
    ]
[/#list]
  }

[/#if]
  # An Application Gateway reads a certificate as the secret of the same name.
  application_gateway_secrets = {
[#list mesh.clusters as cluster]
[#list mesh.gatewaySecrets(cluster)]
    [=cluster.name] = [
[#items as secret]
      [=secret],
[/#items]
    ]
[/#list]
[/#list]
  }
}

[#if mesh.hasVaultPods]
resource "azurerm_role_assignment" "vault_pods" {
  for_each = merge([
    for cluster, secrets in local.pod_secrets : { for secret in secrets : "${cluster}/${secret}" => cluster }
  ]...)

  scope                            = "${azurerm_key_vault.this.id}/secrets/${basename(each.key)}"
  role_definition_name             = "Key Vault Secrets User"
  principal_id                     = local.clusters[each.value].csi_identity.principal_id
  principal_type                   = "ServicePrincipal"
  skip_service_principal_aad_check = true
}

[/#if]
resource "azurerm_role_assignment" "vault_application_gateways" {
  for_each = merge([
    for cluster, secrets in local.application_gateway_secrets : { for secret in secrets : "${cluster}/${secret}" => cluster }
  ]...)

  scope                            = "${azurerm_key_vault.this.id}/secrets/${basename(each.key)}"
  role_definition_name             = "Key Vault Secrets User"
  principal_id                     = local.clusters[each.value].application_gateway.principal_id
  principal_type                   = "ServicePrincipal"
  skip_service_principal_aad_check = true
}

resource "azurerm_private_dns_zone" "vault" {
  name                = "privatelink.vaultcore.azure.net"
  resource_group_name = azurerm_resource_group.shared.name
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "vault" {
  for_each = local.clusters

  name                = each.value.virtual_network_name
  private_dns_zone_id = azurerm_private_dns_zone.vault.id
  virtual_network_id  = each.value.virtual_network_id
  tags                = var.tags
}

resource "azurerm_private_endpoint" "vault" {
  name                = [=mesh.azure.keyVault.privateEndpointName]
  resource_group_name = azurerm_resource_group.shared.name
  location            = azurerm_resource_group.shared.location
  subnet_id           = module.cluster-[=mesh.sharedCluster.hclName].subnet_ids["PrivateEndpoints"]
  tags                = var.tags

  private_service_connection {
    name                           = "vault"
    is_manual_connection           = false
    private_connection_resource_id = azurerm_key_vault.this.id
    subresource_names              = ["vault"]
  }

  private_dns_zone_group {
    name                 = "vault"
    private_dns_zone_ids = [azurerm_private_dns_zone.vault.id]
  }
}

resource "azurerm_monitor_diagnostic_setting" "vault" {
  name                           = "to-log-analytics"
  target_resource_id             = azurerm_key_vault.this.id
  log_analytics_workspace_id     = module.region-[=mesh.sharedCluster.regionHclName].log_analytics_workspace_id
  log_analytics_destination_type = "Dedicated"

  enabled_log {
    category = "AuditEvent"
  }

  enabled_log {
    category = "AzurePolicyEvaluationDetails"
  }
[#if mesh.azure.logAnalytics.metrics]

  enabled_metric {
    category = "AllMetrics"
  }
[/#if]

  # Azure takes the type for a vault, but doesn't tell it.
  # https://github.com/Azure/azure-rest-api-specs/issues/22400
  lifecycle {
    ignore_changes = [log_analytics_destination_type]
  }
}

# Clusters

# Local accounts are disabled and Azure RBAC authorizes every call to a cluster: the scripts need
# this role.
resource "azurerm_role_assignment" "cluster_deployer" {
  for_each = local.clusters

  scope                = each.value.kubernetes_cluster_id
  role_definition_name = "Azure Kubernetes Service RBAC Cluster Admin"
  principal_id         = local.deployer_object_id
}
