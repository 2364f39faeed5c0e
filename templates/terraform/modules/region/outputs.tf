output "resource_group_name" {
  description = "Resource group of what the region shares."
  value       = azurerm_resource_group.this.name
}

output "log_analytics_workspace_id" {
  description = "The workspace that takes the logs of everything in the region."
  value       = azurerm_log_analytics_workspace.this.id
}

output "bastion" {
  description = "The region's Bastion with the subnet it stands in; null where there is none."
  value = var.bastion == null ? null : {
    name      = azurerm_bastion_host.this[0].name
    sku       = azurerm_bastion_host.this[0].sku
    subnet_id = azurerm_bastion_host.this[0].ip_configuration[0].subnet_id
  }
}
