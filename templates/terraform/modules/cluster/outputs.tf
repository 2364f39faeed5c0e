output "resource_group_name" {
  description = "Resource group of the cluster."
  value       = azurerm_resource_group.this.name
}

output "virtual_network_id" {
  description = "The cluster's virtual network, to be peered and linked."
  value       = azurerm_virtual_network.this.id
}

output "virtual_network_name" {
  description = "Name of the virtual network."
  value       = local.virtual_network_name
}

output "address_space" {
  description = "Address space of the virtual network."
  value       = azurerm_virtual_network.this.address_space
}

output "subnet_ids" {
  description = "Subnets by name, each with its security group in place."
  value       = { for name, subnet in azurerm_subnet.this : name => subnet.id }
  depends_on  = [azurerm_subnet_network_security_group_association.this]
}

output "address_prefixes" {
  description = "Address prefix of each subnet."
  value       = { for name, subnet in azurerm_subnet.this : name => subnet.address_prefixes[0] }
}

output "delegations" {
  description = "Service that a subnet is delegated to, if any."
  value = {
    for name, subnet in azurerm_subnet.this :
    name => subnet.delegation[0].service_delegation[0].name if length(subnet.delegation) > 0
  }
}

output "inbound_rules" {
  description = "By subnet: names of the inbound rules of its security group."
  value = {
    for name, group in azurerm_network_security_group.this :
    name => [for rule in group.security_rule : rule.name if rule.direction == "Inbound"]
  }
}

output "kubernetes_cluster_id" {
  description = "The AKS cluster."
  value       = azurerm_kubernetes_cluster.this.id
}

output "kubernetes_cluster_name" {
  description = "Name of the AKS cluster."
  value       = azurerm_kubernetes_cluster.this.name
}

output "egress_ip_address" {
  description = "Address from which nodes and pods call the Internet; null if AKS chooses it."
  value       = one(azurerm_public_ip.egress[*].ip_address)
}

output "egress_ip_ids" {
  description = "The addresses of the cluster's outbound calls; null if AKS chooses them."
  value       = try(azurerm_kubernetes_cluster.this.network_profile[0].load_balancer_profile[0].outbound_ip_address_ids, null)
}

output "authorized_ip_ranges" {
  description = "Ranges that reach the API server, sorted; null if AKS leaves it open."
  value       = try(sort(azurerm_kubernetes_cluster.this.api_server_access_profile[0].authorized_ip_ranges), null)
}

output "network_profile" {
  description = "The pod networking of the cluster."
  value = {
    plugin_mode = azurerm_kubernetes_cluster.this.network_profile[0].network_plugin_mode
    data_plane  = azurerm_kubernetes_cluster.this.network_profile[0].network_data_plane
    policy      = azurerm_kubernetes_cluster.this.network_profile[0].network_policy
    pod_cidr    = var.pod_cidr
  }
}

output "node_pools" {
  description = "Bounds, subnet and taint of each node pool."
  value = {
    system = {
      mode          = "System"
      tainted       = azurerm_kubernetes_cluster.this.default_node_pool[0].only_critical_addons_enabled
      subnet_id     = azurerm_kubernetes_cluster.this.default_node_pool[0].vnet_subnet_id
      pod_subnet_id = azurerm_kubernetes_cluster.this.default_node_pool[0].pod_subnet_id
      autoscale     = azurerm_kubernetes_cluster.this.default_node_pool[0].auto_scaling_enabled
      min_count     = azurerm_kubernetes_cluster.this.default_node_pool[0].min_count
      max_count     = azurerm_kubernetes_cluster.this.default_node_pool[0].max_count
    }
    user = {
      mode          = azurerm_kubernetes_cluster_node_pool.user.mode
      tainted       = azurerm_kubernetes_cluster_node_pool.user.node_taints != null
      subnet_id     = azurerm_kubernetes_cluster_node_pool.user.vnet_subnet_id
      pod_subnet_id = azurerm_kubernetes_cluster_node_pool.user.pod_subnet_id
      autoscale     = azurerm_kubernetes_cluster_node_pool.user.auto_scaling_enabled
      min_count     = azurerm_kubernetes_cluster_node_pool.user.min_count
      max_count     = azurerm_kubernetes_cluster_node_pool.user.max_count
    }
  }
}

output "node_resource_group_name" {
  description = "Resource group that AKS manages: nodes, load balancers, identities of the add-ons."
  value       = azurerm_kubernetes_cluster.this.node_resource_group
}

output "kubelet_principal_id" {
  description = "Identity that pulls images."
  value       = azurerm_user_assigned_identity.kubelet.principal_id
}

output "csi_identity" {
  description = "Identity that mounts Key Vault objects into pods: the secrets store add-on's, or the cluster's own."
  value = var.csi_identity == null ? {
    client_id    = azurerm_kubernetes_cluster.this.key_vault_secrets_provider[0].secret_identity[0].client_id
    principal_id = azurerm_kubernetes_cluster.this.key_vault_secrets_provider[0].secret_identity[0].object_id
    subjects     = []
    } : {
    client_id    = azurerm_user_assigned_identity.csi[0].client_id
    principal_id = azurerm_user_assigned_identity.csi[0].principal_id
    subjects = concat(
      [azurerm_federated_identity_credential.ingress_gateway[0].subject],
      [for credential in azurerm_federated_identity_credential.istiod : credential.subject],
    )
  }
}

output "logs" {
  description = "By diagnostic setting: which logs the workspace gets, in which tables, and whether it gets metrics."
  value = {
    for name, setting in merge(
      { kubernetes_cluster = azurerm_monitor_diagnostic_setting.kubernetes_cluster },
      { virtual_network = azurerm_monitor_diagnostic_setting.virtual_network },
      { for setting in azurerm_monitor_diagnostic_setting.application_gateway : "application_gateway" => setting },
      ) : name => {
      categories = sort(setting.enabled_log[*].category)
      tables     = setting.log_analytics_destination_type
      metrics    = length(setting.enabled_metric) > 0
    }
  }
}

output "application_gateway" {
  description = "The Application Gateway, and the identity it reads Key Vault with; null if there is none."
  value = var.application_gateway == null ? null : {
    name              = azurerm_application_gateway.this[0].name
    sku               = azurerm_application_gateway.this[0].sku[0].name
    firewall_policy   = one(azurerm_web_application_firewall_policy.this[*].name)
    firewall_mode     = one(azurerm_web_application_firewall_policy.this[*].policy_settings[0].mode)
    public_ip_address = azurerm_public_ip.application_gateway[0].ip_address
    principal_id      = azurerm_user_assigned_identity.application_gateway[0].principal_id
  }
}

output "role_assignments" {
  description = "The role assignments that this module creates."
  value = merge(
    {
      cluster_kubelet = {
        principal_id = azurerm_role_assignment.cluster_kubelet.principal_id
        role         = azurerm_role_assignment.cluster_kubelet.role_definition_name
        scope        = azurerm_role_assignment.cluster_kubelet.scope
      }
      cluster_network = {
        principal_id = azurerm_role_assignment.cluster_network.principal_id
        role         = azurerm_role_assignment.cluster_network.role_definition_name
        scope        = azurerm_role_assignment.cluster_network.scope
      }
    },
    {
      for assignment in azurerm_role_assignment.cluster_egress : "cluster_egress" => {
        principal_id = assignment.principal_id
        role         = assignment.role_definition_name
        scope        = assignment.scope
      }
    },
    {
      for name, assignment in azurerm_role_assignment.ingress_controller : "ingress_controller_${name}" => {
        principal_id = assignment.principal_id
        role         = assignment.role_definition_name
        scope        = assignment.scope
      }
    },
  )
}
