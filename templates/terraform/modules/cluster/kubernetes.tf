locals {
  # Cilium needs a pod subnet or an overlay. Where pods share the nodes' subnet, Calico takes its
  # place.
  cilium = var.pods != "nodeSubnet"

  pod_subnet_id = var.pods == "subnet" ? azurerm_subnet.this["Pods"].id : null
}

resource "azurerm_kubernetes_cluster" "this" {
  name                      = var.names.kubernetes_cluster
  resource_group_name       = azurerm_resource_group.this.name
  location                  = azurerm_resource_group.this.location
  node_resource_group       = var.names.node_resource_group
  dns_prefix                = var.names.kubernetes_cluster
  kubernetes_version        = var.kubernetes_version
  sku_tier                  = var.sku_tier
  automatic_upgrade_channel = "patch"
  node_os_upgrade_channel   = "NodeImage"
  local_account_disabled    = true
  azure_policy_enabled      = true
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
  tags                      = var.tags

  # The pools scale between their bounds, so AKS must not provision other nodes.
  node_provisioning_profile {
    mode = "Manual"
  }

  default_node_pool {
    name                        = "system"
    temporary_name_for_rotation = "systemtmp"
    orchestrator_version        = var.kubernetes_version
    vm_size                     = var.system_node_pool.vm_size
    zones                       = var.zones
    vnet_subnet_id              = azurerm_subnet.this["System"].id
    pod_subnet_id               = local.pod_subnet_id
    auto_scaling_enabled        = true
    min_count                   = var.system_node_pool.min_count
    max_count                   = var.system_node_pool.max_count
    max_pods                    = var.system_node_pool.max_pods
    os_disk_type                = var.system_node_pool.os_disk_type
    os_disk_size_gb             = var.system_node_pool.os_disk_size_gb
    tags                        = var.tags

    # The taint CriticalAddonsOnly=true:NoSchedule keeps applications away.
    only_critical_addons_enabled = true

    upgrade_settings {
      max_surge = "1"
    }
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.cluster.id]
  }

  kubelet_identity {
    user_assigned_identity_id = azurerm_user_assigned_identity.kubelet.id
    client_id                 = azurerm_user_assigned_identity.kubelet.client_id
    object_id                 = azurerm_user_assigned_identity.kubelet.principal_id
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = var.pods == "overlay" ? "overlay" : null
    network_data_plane  = local.cilium ? "cilium" : "azure"
    network_policy      = local.cilium ? "cilium" : "calico"
    pod_cidr            = var.pod_cidr
    service_cidr        = var.service_cidr
    dns_service_ip      = var.dns_service_ip
    outbound_type       = "loadBalancer"
    load_balancer_sku   = "standard"

    dynamic "load_balancer_profile" {
      for_each = azurerm_public_ip.egress

      content {
        outbound_ip_address_ids = [load_balancer_profile.value.id]
      }
    }
  }

  dynamic "api_server_access_profile" {
    for_each = var.authorized_ip_ranges == null ? [] : [var.authorized_ip_ranges]

    content {
      authorized_ip_ranges = api_server_access_profile.value
    }
  }

  azure_active_directory_role_based_access_control {
    tenant_id              = var.tenant_id
    azure_rbac_enabled     = true
    admin_group_object_ids = var.admin_group_object_ids
  }

  key_vault_secrets_provider {
    secret_rotation_enabled  = true
    secret_rotation_interval = "3m"
  }

  oms_agent {
    log_analytics_workspace_id      = var.log_analytics_workspace_id
    msi_auth_for_monitoring_enabled = true
  }

  dynamic "ingress_application_gateway" {
    for_each = azurerm_application_gateway.this[*].id

    content {
      gateway_id = ingress_application_gateway.value
    }
  }

  maintenance_window_auto_upgrade {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = "Sunday"
    start_time  = "00:00"
    utc_offset  = "+00:00"
    duration    = 8
  }

  maintenance_window_node_os {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = "Saturday"
    start_time  = "00:00"
    utc_offset  = "+00:00"
    duration    = 8
  }

  lifecycle {
    ignore_changes = [
      # Managed by the autoscaler.
      default_node_pool[0].node_count,
      # Managed by AKS, which installs patches by itself, and by scripts/upgrade-kubernetes.sh.
      default_node_pool[0].orchestrator_version,
      kubernetes_version,
      # Managed by Microsoft Defender for Cloud, if the subscription has it.
      microsoft_defender,
    ]
  }

  # The control plane needs its roles to join nodes to the subnets, to assign their identity and to
  # take the address of outbound calls.
  # A subnet rejects nodes while its security group is being associated.
  depends_on = [
    azurerm_role_assignment.cluster_egress,
    azurerm_role_assignment.cluster_kubelet,
    azurerm_role_assignment.cluster_network,
    azurerm_subnet_network_security_group_association.this,
  ]
}

resource "azurerm_kubernetes_cluster_node_pool" "user" {
  name                        = "user"
  temporary_name_for_rotation = "usertmp"
  kubernetes_cluster_id       = azurerm_kubernetes_cluster.this.id
  mode                        = "User"
  orchestrator_version        = var.kubernetes_version
  vm_size                     = var.user_node_pool.vm_size
  zones                       = var.zones
  vnet_subnet_id              = azurerm_subnet.this["User"].id
  pod_subnet_id               = local.pod_subnet_id
  auto_scaling_enabled        = true
  min_count                   = var.user_node_pool.min_count
  max_count                   = var.user_node_pool.max_count
  max_pods                    = var.user_node_pool.max_pods
  os_disk_type                = var.user_node_pool.os_disk_type
  os_disk_size_gb             = var.user_node_pool.os_disk_size_gb
  tags                        = var.tags

  upgrade_settings {
    max_surge = "1"
  }

  lifecycle {
    ignore_changes = [node_count, orchestrator_version]
  }
}
