output "resource_group_name" {
  description = "Resource group of the region's shared resources."
  value       = azurerm_resource_group.this.name
}

output "log_analytics_workspace_id" {
  description = "The workspace that collects the logs of the region."
  value       = azurerm_log_analytics_workspace.this.id
}

output "log_analytics_shared_keys" {
  description = "Whether the workspace accepts its shared keys."
  value       = azurerm_log_analytics_workspace.this.local_authentication_enabled
}

output "bastion" {
  description = "The region's Bastion with its subnet; null if there is none."
  value = var.bastion == null ? null : {
    name      = azurerm_bastion_host.this[0].name
    sku       = azurerm_bastion_host.this[0].sku
    subnet_id = azurerm_bastion_host.this[0].ip_configuration[0].subnet_id
  }
}
