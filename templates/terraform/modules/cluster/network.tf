resource "azurerm_resource_group" "this" {
  name     = var.names.resource_group
  location = var.location
  tags     = var.tags
}

resource "azurerm_virtual_network" "this" {
  name                = var.names.virtual_network
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  address_space       = [var.address_space]
  tags                = var.tags
}

locals {
  # From the ID, which a plan to replace the network doesn't know: with it, it replaces what is in
  # it.
  virtual_network_name = basename(azurerm_virtual_network.this.id)

  # AKS delegates the pod subnet to itself. Declared here, or the next plan would remove it.
  # The ingress controller reaches the pods of an overlay only from a delegated gateway subnet.
  delegations = {
    Pods       = "Microsoft.ContainerService/managedClusters"
    AppGateway = var.pods == "overlay" ? "Microsoft.Network/applicationGateways" : null
  }
}

resource "azurerm_subnet" "this" {
  for_each = var.subnets

  name                 = each.key
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = local.virtual_network_name
  address_prefixes     = [each.value.address_prefix]

  # Without this, Azure ignores security rules for private endpoints.
  private_endpoint_network_policies = each.key == "PrivateEndpoints" ? "NetworkSecurityGroupEnabled" : "Disabled"

  dynamic "delegation" {
    for_each = compact([lookup(local.delegations, each.key, null)])

    content {
      name = "delegation"

      service_delegation {
        name    = delegation.value
        actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
      }
    }
  }
}

# Calls of nodes and pods to the Internet come from here, if the address has to be known.
resource "azurerm_public_ip" "egress" {
  count = var.egress_public_ip == null ? 0 : 1

  name                = var.egress_public_ip
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = var.zones
  tags                = var.tags
}

resource "azurerm_monitor_diagnostic_setting" "virtual_network" {
  name                       = "to-log-analytics"
  target_resource_id         = azurerm_virtual_network.this.id
  log_analytics_workspace_id = var.log_analytics_workspace_id

  enabled_log {
    category = "VMProtectionAlerts"
  }

  dynamic "enabled_metric" {
    for_each = var.logs.metrics ? ["AllMetrics"] : []

    content {
      category = enabled_metric.value
    }
  }
}
