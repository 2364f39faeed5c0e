# One Bastion could serve all peered networks; one per region keeps latency low.

resource "azurerm_public_ip" "bastion" {
  count = var.bastion == null ? 0 : 1

  name                = var.bastion.public_ip
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = var.bastion.zones
  tags                = var.tags
}

resource "azurerm_bastion_host" "this" {
  count = var.bastion == null ? 0 : 1

  name                = var.bastion.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  sku                 = var.bastion.sku
  tags                = var.tags

  ip_configuration {
    name                 = "bastion"
    subnet_id            = var.bastion.subnet_id
    public_ip_address_id = azurerm_public_ip.bastion[0].id
  }
}

resource "azurerm_monitor_diagnostic_setting" "bastion" {
  count = var.bastion == null ? 0 : 1

  name                       = "to-log-analytics"
  target_resource_id         = azurerm_bastion_host.this[0].id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.this.id

  enabled_log {
    category = "BastionAuditLogs"
  }

  dynamic "enabled_metric" {
    for_each = var.metrics ? ["AllMetrics"] : []

    content {
      category = enabled_metric.value
    }
  }
}

resource "azurerm_monitor_diagnostic_setting" "bastion_public_ip" {
  count = var.bastion == null ? 0 : 1

  name                       = "to-log-analytics"
  target_resource_id         = azurerm_public_ip.bastion[0].id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.this.id

  enabled_log {
    category = "DDoSMitigationFlowLogs"
  }

  enabled_log {
    category = "DDoSMitigationReports"
  }

  enabled_log {
    category = "DDoSProtectionNotifications"
  }

  dynamic "enabled_metric" {
    for_each = var.metrics ? ["AllMetrics"] : []

    content {
      category = enabled_metric.value
    }
  }
}
