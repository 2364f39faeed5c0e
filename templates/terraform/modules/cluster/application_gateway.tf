resource "azurerm_public_ip" "application_gateway" {
  count = var.application_gateway == null ? 0 : 1

  name                = var.application_gateway.public_ip
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = var.zones
  tags                = var.tags
}

# The gateway reads its frontend certificates from Key Vault as this identity.
resource "azurerm_user_assigned_identity" "application_gateway" {
  count = var.application_gateway == null ? 0 : 1

  name                = var.application_gateway.identity
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  tags                = var.tags
}

resource "azurerm_web_application_firewall_policy" "this" {
  count = try(var.application_gateway.firewall_policy, null) == null ? 0 : 1

  name                = var.application_gateway.firewall_policy
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  tags                = var.tags

  policy_settings {
    enabled = true
    mode    = var.application_gateway.firewall_mode
  }

  managed_rules {
    managed_rule_set {
      type    = "Microsoft_DefaultRuleSet"
      version = "2.2"
    }

    managed_rule_set {
      type    = "Microsoft_BotManagerRuleSet"
      version = "1.1"
    }
  }
}

resource "azurerm_application_gateway" "this" {
  count = var.application_gateway == null ? 0 : 1

  name                = var.application_gateway.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  zones               = var.zones
  firewall_policy_id  = one(azurerm_web_application_firewall_policy.this[*].id)
  tags                = var.tags

  sku {
    name = var.application_gateway.sku
    tier = var.application_gateway.sku
  }

  autoscale_configuration {
    min_capacity = var.application_gateway.min_capacity
    max_capacity = var.application_gateway.max_capacity
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.application_gateway[0].id]
  }

  gateway_ip_configuration {
    name      = "subnet"
    subnet_id = azurerm_subnet.this["AppGateway"].id
  }

  frontend_ip_configuration {
    name                 = "public"
    public_ip_address_id = azurerm_public_ip.application_gateway[0].id
  }

  ssl_policy {
    policy_type = "Predefined"
    policy_name = "AppGwSslPolicy20220101S"
  }

  # Azure requires a route. This one leads nowhere; the ingress controller replaces it when the
  # cluster gets its first Ingress.

  frontend_port {
    name = "http"
    port = 80
  }

  http_listener {
    name                           = "placeholder"
    frontend_ip_configuration_name = "public"
    frontend_port_name             = "http"
    protocol                       = "Http"
  }

  backend_address_pool {
    name = "placeholder"
  }

  backend_http_settings {
    name                  = "placeholder"
    protocol              = "Http"
    port                  = 80
    cookie_based_affinity = "Disabled"
    request_timeout       = 30
  }

  request_routing_rule {
    name                       = "placeholder"
    priority                   = 20000
    rule_type                  = "Basic"
    http_listener_name         = "placeholder"
    backend_address_pool_name  = "placeholder"
    backend_http_settings_name = "placeholder"
  }

  lifecycle {
    ignore_changes = [
      # Managed by the ingress controller.
      backend_address_pool,
      backend_http_settings,
      frontend_port,
      http_listener,
      probe,
      redirect_configuration,
      request_routing_rule,
      rewrite_rule_set,
      tags,
      url_path_map,
      # Managed by the certificate scripts.
      ssl_certificate,
      trusted_root_certificate,
    ]
  }

  # Azure creates the gateway only if GatewayManager can reach the subnet.
  depends_on = [azurerm_subnet_network_security_group_association.this]
}

# The ingress controller is an add-on. AKS creates its identity in the node resource group. It
# writes the gateway as a whole, so Azure also demands the right to join everything that the gateway
# refers to: its subnet, its address, its firewall policy and its identity.

locals {
  ingress_controller_roles = var.application_gateway == null ? {} : merge({
    gateway = {
      role  = "Contributor"
      scope = azurerm_application_gateway.this[0].id
    }
    gateway_identity = {
      role  = "Managed Identity Operator"
      scope = azurerm_user_assigned_identity.application_gateway[0].id
    }
    gateway_subnet = {
      role  = "Network Contributor"
      scope = azurerm_subnet.this["AppGateway"].id
    }
    public_ip = {
      role  = "Network Contributor"
      scope = azurerm_public_ip.application_gateway[0].id
    }
    resource_group = {
      role  = "Reader"
      scope = azurerm_resource_group.this.id
    }
    }, var.application_gateway.firewall_policy == null ? {} : {
    firewall_policy = {
      role  = "Network Contributor"
      scope = azurerm_web_application_firewall_policy.this[0].id
    }
  })
}

resource "azurerm_role_assignment" "ingress_controller" {
  for_each = local.ingress_controller_roles

  scope                            = each.value.scope
  role_definition_name             = each.value.role
  principal_id                     = azurerm_kubernetes_cluster.this.ingress_application_gateway[0].ingress_application_gateway_identity[0].object_id
  principal_type                   = "ServicePrincipal"
  skip_service_principal_aad_check = true
}

resource "azurerm_monitor_diagnostic_setting" "application_gateway" {
  count = var.application_gateway == null ? 0 : 1

  name                           = "to-log-analytics"
  target_resource_id             = azurerm_application_gateway.this[0].id
  log_analytics_workspace_id     = var.log_analytics_workspace_id
  log_analytics_destination_type = "Dedicated"

  enabled_log {
    category = "ApplicationGatewayAccessLog"
  }

  enabled_log {
    category = "ApplicationGatewayFirewallLog"
  }

  dynamic "enabled_metric" {
    for_each = var.logs.metrics ? ["AllMetrics"] : []

    content {
      category = enabled_metric.value
    }
  }
}
