# Azure's default rules allow all traffic within and between peered networks and deny traffic from
# the Internet. Nodes, pods and private endpoints need exactly that; these rules add what is
# missing.

locals {
  # Packets in an overlay carry pod addresses, which the tag VirtualNetwork does not include.
  overlay_ranges = var.pods == "overlay" ? [var.address_space, var.pod_cidr] : []

  overlay_rules = [
    for direction in var.pods == "overlay" ? ["Inbound", "Outbound"] : [] : {
      name         = "AllowPods${direction}"
      priority     = 4000
      direction    = direction
      protocol     = "*"
      sources      = local.overlay_ranges
      destinations = local.overlay_ranges
      ports        = ["*"]
    }
  ]

  security_rules = {
    System           = local.overlay_rules
    User             = local.overlay_rules
    Pods             = []
    PrivateEndpoints = []

    # https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure#network-security-groups
    AppGateway = concat(local.overlay_rules, [
      {
        name         = "AllowGatewayManagerInbound"
        priority     = 100
        direction    = "Inbound"
        protocol     = "Tcp"
        sources      = ["GatewayManager"]
        destinations = ["*"]
        ports        = ["65200-65535"]
      },
      {
        name         = "AllowClientsInbound"
        priority     = 110
        direction    = "Inbound"
        protocol     = "Tcp"
        sources      = ["Internet"]
        destinations = [try(var.subnets["AppGateway"].address_prefix, "*")]
        ports        = ["80", "443"]
      },
    ])

    # Bastion rejects a security group that lacks any of these.
    # https://learn.microsoft.com/azure/bastion/bastion-nsg
    AzureBastionSubnet = [
      {
        name         = "AllowClientsInbound"
        priority     = 100
        direction    = "Inbound"
        protocol     = "Tcp"
        sources      = ["Internet"]
        destinations = ["*"]
        ports        = ["443"]
      },
      {
        name         = "AllowGatewayManagerInbound"
        priority     = 110
        direction    = "Inbound"
        protocol     = "Tcp"
        sources      = ["GatewayManager"]
        destinations = ["*"]
        ports        = ["443"]
      },
      {
        name         = "AllowLoadBalancerInbound"
        priority     = 120
        direction    = "Inbound"
        protocol     = "Tcp"
        sources      = ["AzureLoadBalancer"]
        destinations = ["*"]
        ports        = ["443"]
      },
      {
        name         = "AllowBastionHostsInbound"
        priority     = 130
        direction    = "Inbound"
        protocol     = "*"
        sources      = ["VirtualNetwork"]
        destinations = ["VirtualNetwork"]
        ports        = ["5701", "8080"]
      },
      {
        name         = "AllowSshRdpOutbound"
        priority     = 100
        direction    = "Outbound"
        protocol     = "*"
        sources      = ["*"]
        destinations = ["VirtualNetwork"]
        ports        = ["22", "3389"]
      },
      {
        name         = "AllowAzureCloudOutbound"
        priority     = 110
        direction    = "Outbound"
        protocol     = "Tcp"
        sources      = ["*"]
        destinations = ["AzureCloud"]
        ports        = ["443"]
      },
      {
        name         = "AllowBastionHostsOutbound"
        priority     = 120
        direction    = "Outbound"
        protocol     = "*"
        sources      = ["VirtualNetwork"]
        destinations = ["VirtualNetwork"]
        ports        = ["5701", "8080"]
      },
      {
        name         = "AllowCertificateChecksOutbound"
        priority     = 130
        direction    = "Outbound"
        protocol     = "*"
        sources      = ["*"]
        destinations = ["Internet"]
        ports        = ["80"]
      },
    ]
  }
}

resource "azurerm_network_security_group" "this" {
  for_each = var.subnets

  name                = each.value.network_security_group
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  tags                = var.tags

  dynamic "security_rule" {
    for_each = local.security_rules[each.key]

    content {
      name              = security_rule.value.name
      priority          = security_rule.value.priority
      direction         = security_rule.value.direction
      access            = "Allow"
      protocol          = security_rule.value.protocol
      source_port_range = "*"

      # Azure accepts a service tag in the singular argument only.
      source_address_prefix        = length(security_rule.value.sources) == 1 ? security_rule.value.sources[0] : null
      source_address_prefixes      = length(security_rule.value.sources) == 1 ? null : security_rule.value.sources
      destination_address_prefix   = length(security_rule.value.destinations) == 1 ? security_rule.value.destinations[0] : null
      destination_address_prefixes = length(security_rule.value.destinations) == 1 ? null : security_rule.value.destinations
      destination_port_range       = length(security_rule.value.ports) == 1 ? security_rule.value.ports[0] : null
      destination_port_ranges      = length(security_rule.value.ports) == 1 ? null : security_rule.value.ports
    }
  }
}

resource "azurerm_subnet_network_security_group_association" "this" {
  for_each = var.subnets

  subnet_id                 = azurerm_subnet.this[each.key].id
  network_security_group_id = azurerm_network_security_group.this[each.key].id
}
