resource "azurerm_resource_group" "this" {
  name     = var.names.resource_group
  location = var.location
  tags     = var.tags
}

resource "azurerm_log_analytics_workspace" "this" {
  name                = var.names.log_analytics_workspace
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  sku                 = "PerGB2018"
  retention_in_days   = var.log_retention_days
  tags                = var.tags

  # Terraform's state holds the workspace's shared keys, so nobody may write with them. Agents and
  # diagnostic settings sign in with identities.
  local_authentication_enabled = false
}
