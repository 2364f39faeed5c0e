# Applies the tree with a mocked provider, then checks which resources Azure would get.
# Run with `terraform init -backend=false && terraform test`; it needs no account.

mock_provider "azurerm" {
  # Mocked IDs need the format that other arguments parse.

  mock_data "azurerm_client_config" {
    defaults = {
      object_id = "00000000-0000-0000-0000-00000000000d"
    }
  }

  mock_resource "azurerm_application_gateway" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.Network/applicationGateways/mock"
    }
  }

  mock_resource "azurerm_bastion_host" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.Network/bastionHosts/mock"
    }
  }

  mock_resource "azurerm_container_registry" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.ContainerRegistry/registries/mock"
    }
  }

  mock_resource "azurerm_key_vault" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.KeyVault/vaults/mock"
    }
  }

  mock_resource "azurerm_log_analytics_workspace" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.OperationalInsights/workspaces/mock"
    }
  }

  mock_resource "azurerm_monitor_data_collection_rule" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.Insights/dataCollectionRules/mock"
    }
  }

  mock_resource "azurerm_network_security_group" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.Network/networkSecurityGroups/mock"
    }
  }

  mock_resource "azurerm_private_dns_zone" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.Network/privateDnsZones/mock"
    }
  }

  mock_resource "azurerm_public_ip" {
    defaults = {
      id         = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.Network/publicIPAddresses/mock"
      ip_address = "192.0.2.1"
    }
  }

  mock_resource "azurerm_resource_group" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock"
    }
  }

  mock_resource "azurerm_subnet" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.Network/virtualNetworks/mock/subnets/mock"
    }
  }

  mock_resource "azurerm_web_application_firewall_policy" {
    defaults = {
      id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mock/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/mock"
    }
  }
}

# Every cluster has IDs of its own, so that a mix-up fails the test.

[#list mesh.clusters as cluster]
override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_resource_group.this
  values = {
    id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]"
  }
}

override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_virtual_network.this
  values = {
    id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.Network/virtualNetworks/network-of-[=cluster.hclName]"
  }
}

override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_user_assigned_identity.cluster
  values = {
    id           = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.ManagedIdentity/userAssignedIdentities/cluster-identity-of-[=cluster.hclName]"
    principal_id = "cluster-of-[=cluster.hclName]"
  }
}

override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_user_assigned_identity.kubelet
  values = {
    id           = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.ManagedIdentity/userAssignedIdentities/kubelet-identity-of-[=cluster.hclName]"
    principal_id = "kubelet-of-[=cluster.hclName]"
  }
}

override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_kubernetes_cluster.this
  values = {
    id              = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.ContainerService/managedClusters/cluster-of-[=cluster.hclName]"
    oidc_issuer_url = "https://[=cluster.hclName].example/"

    key_vault_secrets_provider = {
      secret_identity = [{ client_id = "csi-client-of-[=cluster.hclName]", object_id = "csi-of-[=cluster.hclName]" }]
    }
[#if cluster.applicationGateway.enabled]
    ingress_application_gateway = {
      ingress_application_gateway_identity = [{ object_id = "agic-of-[=cluster.hclName]" }]
    }
[/#if]
  }
}

[#if mesh.hasFixedEgress]
override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_public_ip.egress
  values = {
    id         = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.Network/publicIPAddresses/egress-of-[=cluster.hclName]"
    ip_address = "198.51.100.[=cluster?counter]"
  }
}

[/#if]
[#if cluster.applicationGateway.enabled]
override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_user_assigned_identity.application_gateway
  values = {
    id           = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.ManagedIdentity/userAssignedIdentities/gateway-identity-of-[=cluster.hclName]"
    principal_id = "gateway-of-[=cluster.hclName]"
  }
}

override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_public_ip.application_gateway
  values = {
    id         = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.Network/publicIPAddresses/address-of-[=cluster.hclName]"
    ip_address = "192.0.2.1"
  }
}

[#if cluster.applicationGateway.hasFirewall]
override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_web_application_firewall_policy.this
  values = {
    id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/policy-of-[=cluster.hclName]"
  }
}

[/#if]
override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_application_gateway.this
  values = {
    id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.Network/applicationGateways/gateway-of-[=cluster.hclName]"
  }
}

[/#if]
[#if mesh.hasVaultIdentity]
override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_user_assigned_identity.csi
  values = {
    id           = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.ManagedIdentity/userAssignedIdentities/csi-identity-of-[=cluster.hclName]"
    client_id    = "csi-workload-client-of-[=cluster.hclName]"
    principal_id = "csi-workload-of-[=cluster.hclName]"
  }
}

[/#if]
[#list cluster.subnets as subnet]
override_resource {
  target = module.cluster-[=cluster.hclName].azurerm_subnet.this["[=subnet.hclName]"]
  values = {
    id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group-of-[=cluster.hclName]/providers/Microsoft.Network/virtualNetworks/network-of-[=cluster.hclName]/subnets/[=subnet.hclName]"
  }
}

[/#list]
[/#list]
run "networks" {
[#list mesh.clusters as cluster]
  assert {
    condition     = join(",", module.cluster-[=cluster.hclName].address_space) == [=cluster.network.addressSpace]
    error_message = "The network of cluster [=cluster.hclName] has another address space than the mesh says."
  }

  assert {
    condition = { for name, subnet in module.cluster-[=cluster.hclName].subnets : name => subnet.address_prefix } == {
[#list cluster.subnets as subnet]
      [=subnet.name] = [=subnet.addressPrefix]
[/#list]
    }
    error_message = "The network of cluster [=cluster.hclName] has other subnets than the mesh says."
  }

  assert {
    condition = { for name, subnet in module.cluster-[=cluster.hclName].subnets : name => subnet.delegation if subnet.delegation != null } == {
[#if cluster.hasOverlay]
      "AppGateway" = "Microsoft.Network/applicationGateways"
[/#if]
[#if cluster.hasPodSubnet]
      "Pods" = "Microsoft.ContainerService/managedClusters"
[/#if]
    }
    error_message = "The subnets of cluster [=cluster.hclName] have other delegations than its pods need."
  }

  # Azure fails to create a gateway that GatewayManager cannot reach.
  assert {
    condition     = contains(module.cluster-[=cluster.hclName].subnets["AppGateway"].inbound_rules, "AllowGatewayManagerInbound")
    error_message = "The gateway subnet of cluster [=cluster.hclName] blocks GatewayManager."
  }

[/#list]
[#if mesh.hasPeers]
  # One peering for every ordered pair, synced again when the remote address space changes.
  assert {
    condition = jsonencode({
      for name, peering in azurerm_virtual_network_peering.this : name => {
        from         = peering.virtual_network_name
        to           = basename(peering.remote_virtual_network_id)
        synced_after = peering.triggers.remote_address_space
      }
      }) == jsonencode(merge(flatten([
        for networks in [{
[#list mesh.clusters as cluster]
          [=cluster.name] = [=cluster.network.addressSpace]
[/#list]
          }] : [
          for from in keys(networks) : {
            for to, address_space in networks :
            format("%s-%s-to-%s", [=mesh.name], from, to) => { from = "network-of-${from}", to = "network-of-${to}", synced_after = address_space } if to != from
          }
        ]
    ])...))
    error_message = "The peerings are not exactly one for each ordered pair of networks."
  }
[/#if]
}

run "shared" {
[#if mesh.azure.containerRegistry.premium]
  assert {
    condition     = jsonencode(azurerm_container_registry.this.georeplications[*].location) == jsonencode([=mesh.replicaRegions])
    error_message = "The registry is not replicated to every other region, in alphabetical order."
  }

  assert {
    condition = alltrue([
      for endpoint in [azurerm_private_endpoint.registry, azurerm_private_endpoint.vault] :
      endpoint.subnet_id == module.cluster-[=mesh.sharedCluster.hclName].subnet_ids["PrivateEndpoints"]
    ])
    error_message = "A private endpoint is not where the mesh puts it."
  }

  assert {
    condition = alltrue([
      for links in [azurerm_private_dns_zone_virtual_network_link.registry, azurerm_private_dns_zone_virtual_network_link.vault] :
      toset([for name, link in links : "${name} ${basename(link.virtual_network_id)}"]) == toset([for name in keys(local.clusters) : "${name} network-of-${name}"])
    ])
    error_message = "A private DNS zone is not linked to every network."
  }
[#else]
  assert {
    condition     = length(azurerm_container_registry.this.georeplications) == 0
    error_message = "Only a Premium registry has replicas."
  }

  assert {
    condition     = azurerm_private_endpoint.vault.subnet_id == module.cluster-[=mesh.sharedCluster.hclName].subnet_ids["PrivateEndpoints"]
    error_message = "The private endpoint is not where the mesh puts it."
  }

  assert {
    condition     = toset([for name, link in azurerm_private_dns_zone_virtual_network_link.vault : "${name} ${basename(link.virtual_network_id)}"]) == toset([for name in keys(local.clusters) : "${name} network-of-${name}"])
    error_message = "The private DNS zone is not linked to every network."
  }
[/#if]

  assert {
    condition     = azurerm_key_vault.this.rbac_authorization_enabled
    error_message = "The vault must use Azure RBAC: with access policies it ignores roles."
  }

  assert {
    condition     = azurerm_key_vault.this.network_acls[0].default_action == [=mesh.azure.keyVault.networkAccess.defaultAction] && join(" ", sort(azurerm_key_vault.this.network_acls[0].ip_rules)) == join(" ", sort([=mesh.azure.keyVault.networkAccess.allowedIpRanges]))
    error_message = "The vault is open to other addresses than the mesh says."
  }

  assert {
    condition     = local.deployer_object_id == [#if mesh.azure.account.deployerObjectId??][=mesh.azure.account.deployerObjectId][#else]data.azurerm_client_config.current.object_id[/#if]
    error_message = "Another account than the deployer gets its roles."
  }

  assert {
    condition     = toset([for role in azurerm_role_assignment.vault_deployer : "${role.role_definition_name} ${role.principal_id}"]) == toset(["Key Vault Certificates Officer ${local.deployer_object_id}", "Key Vault Secrets Officer ${local.deployer_object_id}"])
    error_message = "The account that deploys cannot write secrets to the vault."
  }
}

run "logs-of-shared-resources" {
  assert {
    condition     = azurerm_monitor_diagnostic_setting.vault.log_analytics_destination_type == "Dedicated"
    error_message = "The audit log of the vault is not in a table of its own."
  }

  assert {
    condition     = alltrue([for setting in [azurerm_monitor_diagnostic_setting.registry, azurerm_monitor_diagnostic_setting.vault] : (length(setting.enabled_metric) > 0) == [=mesh.azure.logAnalytics.metrics]])
    error_message = "Metrics must be copied where the mesh says so, and only there."
  }
}

run "regions" {
  # One Bastion per region, whatever its number of clusters.
  assert {
    condition = jsonencode({
[#list mesh.regions as region]
      [=region.name] = module.region-[=region.hclName].bastion
[/#list]
      }) == jsonencode({
[#list mesh.regions as region]
[#if region.bastionCluster??]
      [=region.name] = { name = [=region.bastionName], sku = [=mesh.azure.bastion.sku], subnet_id = module.cluster-[=region.bastionCluster.hclName].subnet_ids["AzureBastionSubnet"] }
[#else]
      [=region.name] = null
[/#if]
[/#list]
    })
    error_message = "A region lacks its Bastion, or has another one than the mesh says."
  }

  # The state holds them in the clear.
  assert {
    condition = !anytrue([
[#list mesh.regions as region]
      module.region-[=region.hclName].log_analytics_shared_keys,
[/#list]
    ])
    error_message = "A region's workspace accepts its shared keys."
  }
}
[#list mesh.clusters as cluster]

run "cluster-[=cluster.hclName]" {
  assert {
    condition = jsonencode(module.cluster-[=cluster.hclName].node_pools) == jsonencode({
      system = {
        mode = "System"
        tainted = true
        subnet_id = module.cluster-[=cluster.hclName].subnet_ids["System"]
        pod_subnet_id = lookup(module.cluster-[=cluster.hclName].subnet_ids, "Pods", null)
        autoscale = true
        min_count = [=cluster.nodePools.system.minCount]
        max_count = [=cluster.nodePools.system.maxCount]
      }
      user = {
        mode = "User"
        tainted = false
        subnet_id = module.cluster-[=cluster.hclName].subnet_ids["User"]
        pod_subnet_id = lookup(module.cluster-[=cluster.hclName].subnet_ids, "Pods", null)
        autoscale = true
        min_count = [=cluster.nodePools.user.minCount]
        max_count = [=cluster.nodePools.user.maxCount]
      }
    })
    error_message = "The system pool must be tainted and the user pool must not, each in its subnet and within its bounds."
  }

  assert {
    condition = jsonencode(module.cluster-[=cluster.hclName].network_profile) == jsonencode({
[#if cluster.hasOverlay]
      plugin_mode = "overlay"
      data_plane  = "cilium"
      policy      = "cilium"
      pod_cidr    = [=cluster.network.podCidr]
[#elseif cluster.hasPodSubnet]
      plugin_mode = null
      data_plane  = "cilium"
      policy      = "cilium"
      pod_cidr    = null
[#else]
      plugin_mode = null
      data_plane  = "azure"
      policy      = "calico"
      pod_cidr    = null
[/#if]
    })
    error_message = "The pod networking differs from the mesh."
  }

  assert {
    condition = jsonencode([for role in module.cluster-[=cluster.hclName].role_assignments : "${role.principal_id}: ${role.role} on ${basename(role.scope)}"]) == jsonencode([
[#if mesh.hasFixedEgress]
      "cluster-of-[=cluster.hclName]: Network Contributor on egress-of-[=cluster.hclName]",
[/#if]
      "cluster-of-[=cluster.hclName]: Managed Identity Operator on kubelet-identity-of-[=cluster.hclName]",
      "cluster-of-[=cluster.hclName]: Network Contributor on network-of-[=cluster.hclName]",
[#if cluster.applicationGateway.enabled]
[#if cluster.applicationGateway.hasFirewall]
      "agic-of-[=cluster.hclName]: Network Contributor on policy-of-[=cluster.hclName]",
[/#if]
      "agic-of-[=cluster.hclName]: Contributor on gateway-of-[=cluster.hclName]",
      "agic-of-[=cluster.hclName]: Managed Identity Operator on gateway-identity-of-[=cluster.hclName]",
      "agic-of-[=cluster.hclName]: Network Contributor on AppGateway",
      "agic-of-[=cluster.hclName]: Network Contributor on address-of-[=cluster.hclName]",
      "agic-of-[=cluster.hclName]: Reader on group-of-[=cluster.hclName]",
[/#if]
    ])
    error_message = "The identities of the cluster have fewer or more roles than they need."
  }

  assert {
    condition     = azurerm_role_assignment.registry_pull[[=cluster.name]].scope == azurerm_container_registry.this.id && azurerm_role_assignment.registry_pull[[=cluster.name]].principal_id == "kubelet-of-[=cluster.hclName]"
    error_message = "The nodes cannot pull from the registry."
  }

  assert {
    condition     = azurerm_role_assignment.cluster_deployer[[=cluster.name]].scope == module.cluster-[=cluster.hclName].kubernetes_cluster_id
    error_message = "The account that deploys cannot administer the cluster."
  }

[#if mesh.hasVaultIdentity]
  assert {
    condition     = jsonencode(module.cluster-[=cluster.hclName].csi_identity.subjects) == jsonencode([for account in [[=mesh.ingressGatewayServiceAccount][#list mesh.istio.runningRevisions?sort as revision], [=mesh.istiodServiceAccount(revision)][/#list]] : "system:serviceaccount:${account}"])
    error_message = "The vault's reader trusts other service accounts than those of istiod and the ingress gateway."
  }
[/#if]

[#if mesh.hasVaultPods]
  assert {
    condition = toset([for role in azurerm_role_assignment.vault_pods : trimprefix(role.scope, "${azurerm_key_vault.this.id}/secrets/") if role.principal_id == module.cluster-[=cluster.hclName].csi_identity.principal_id]) == toset([
[#list mesh.podSecrets(cluster) as secret]
      [=secret],
[/#list]
    ])
    error_message = "The pods of the cluster can read fewer or more secrets than those that they mount."
  }

  assert {
[#if mesh.hasVaultIdentity]
    condition     = module.cluster-[=cluster.hclName].csi_identity.principal_id == "csi-workload-of-[=cluster.hclName]"
[#else]
    condition     = module.cluster-[=cluster.hclName].csi_identity.principal_id == "csi-of-[=cluster.hclName]"
[/#if]
    error_message = "The vault's reader is another identity than the mesh says."
  }
[#else]
  assert {
    condition     = length(module.cluster-[=cluster.hclName].csi_identity.subjects) == 0
    error_message = "Pods have an identity for the vault, though they mount nothing from it."
  }

  # Otherwise istio-csr refuses every request of a proxy.
  assert {
    condition = {
      cluster      = yamldecode(file("${path.root}/../helm/[=cluster.hclName]/istio-csr.yaml")).app.server.clusterID
      trust_domain = yamldecode(file("${path.root}/../helm/[=cluster.hclName]/istio-csr.yaml")).app.tls.trustDomain
      address      = "${yamldecode(file("${path.root}/../helm/[=cluster.hclName]/istio-csr.yaml")).app.tls.certificateDNSNames[0]}:443"
      } == {
      cluster      = yamldecode(file("${path.root}/../clusters/[=cluster.hclName]/istio/operator.yaml")).spec.values.global.multiCluster.clusterName
      trust_domain = yamldecode(file("${path.root}/../clusters/[=cluster.hclName]/istio/operator.yaml")).spec.meshConfig.trustDomain
      address      = yamldecode(file("${path.root}/../clusters/[=cluster.hclName]/istio/operator.yaml")).spec.values.global.caAddress
    }
    error_message = "istio-csr and the mesh disagree about the cluster's name, the trust domain, or where istio-csr is."
  }
[/#if]

  assert {
[#if cluster.aks.authorizedIpRanges?has_content]
    condition     = toset(module.cluster-[=cluster.hclName].api_server.authorized_ip_ranges) == toset(concat([=cluster.aks.authorizedIpRanges], [[#list mesh.clusters as each]"198.51.100.[=each?counter]/32"[#sep], [/#list]]))
[#else]
    condition     = module.cluster-[=cluster.hclName].api_server.authorized_ip_ranges == null
[/#if]
    error_message = "The API server is open to other addresses than those of the mesh and of its clusters."
  }

  assert {
[#if mesh.hasFixedEgress]
    condition     = jsonencode([for id in module.cluster-[=cluster.hclName].api_server.egress_ip_ids : basename(id)]) == jsonencode(["egress-of-[=cluster.hclName]"])
[#else]
    condition     = module.cluster-[=cluster.hclName].egress_ip_address == null
[/#if]
    error_message = "The cluster calls the Internet from another address than the API servers of the others let in."
  }

  # The audit log once; kube-audit contains kube-audit-admin.
  assert {
    condition     = jsonencode([for category in module.cluster-[=cluster.hclName].logs.kubernetes_cluster.categories : category if startswith(category, "kube-audit")]) == jsonencode([[=mesh.azure.logAnalytics.auditCategory]])
    error_message = "The cluster's audit log is not collected once, with the requests that the mesh says."
  }

  assert {
    condition     = toset([for name, logs in module.cluster-[=cluster.hclName].logs : name if logs.tables == "Dedicated"]) == toset([[#if cluster.applicationGateway.enabled]"application_gateway", [/#if]"kubernetes_cluster"])
    error_message = "The logs of the cluster are not in tables of their own."
  }

  assert {
    condition     = alltrue([for logs in module.cluster-[=cluster.hclName].logs : logs.metrics == [=mesh.azure.logAnalytics.metrics]])
    error_message = "Metrics must be copied where the mesh says so, and only there."
  }

[#if cluster.applicationGateway.enabled]
  assert {
    condition     = output.application_gateways[[=cluster.name]] == { name = [=cluster.applicationGateway.name], resource_group = [=cluster.resourceGroupName], public_ip = "192.0.2.1" }
    error_message = "The outputs name another Application Gateway."
  }

  assert {
[#if cluster.applicationGateway.hasFirewall]
    condition     = module.cluster-[=cluster.hclName].application_gateway.sku == [=cluster.applicationGateway.sku] && module.cluster-[=cluster.hclName].application_gateway.firewall_policy == [=cluster.applicationGateway.firewallPolicyName] && module.cluster-[=cluster.hclName].application_gateway.firewall_mode == [=cluster.applicationGateway.firewallMode]
[#else]
    condition     = module.cluster-[=cluster.hclName].application_gateway.sku == [=cluster.applicationGateway.sku] && module.cluster-[=cluster.hclName].application_gateway.firewall_policy == null
[/#if]
    error_message = "The Application Gateway must have a firewall policy if, and only if, its SKU is WAF_v2, in the mesh's mode."
  }

  assert {
    condition = toset([for role in azurerm_role_assignment.vault_application_gateways : trimprefix(role.scope, "${azurerm_key_vault.this.id}/secrets/") if role.principal_id == "gateway-of-[=cluster.hclName]"]) == toset([
[#list mesh.gatewaySecrets(cluster) as secret]
      [=secret],
[/#list]
    ])
    error_message = "The Application Gateway can read fewer or more secrets than its certificates."
  }
[#else]
  assert {
    condition     = module.cluster-[=cluster.hclName].application_gateway == null && !contains(keys(output.application_gateways), [=cluster.name])
    error_message = "The cluster should have no Application Gateway."
  }
[/#if]

  assert {
    condition     = output.kubernetes_clusters[[=cluster.name]] == { name = [=cluster.aksName], resource_group = [=cluster.resourceGroupName], node_resource_group = [=cluster.nodeResourceGroupName] }
    error_message = "The outputs name another cluster."
  }
[#if mesh.hasVaultPods]

  # With the outputs filled in, istiod's SecretProviderClass names this vault, this identity and the
  # secrets of this cluster.
  assert {
    condition = {
      for key, value in yamldecode(templatefile("${path.root}/../clusters/[=cluster.hclName]/istio/secret-provider-class.yaml.tmpl", {
        CSI_CLIENT_ID = output.secret_provider_class_values[[=cluster.name]].client_id
      })).spec.parameters : key => value if key != "objects"
      } == {
      usePodIdentity = "false"
[#if mesh.hasVaultIdentity]
      clientID = "csi-workload-client-of-[=cluster.hclName]"
[#else]
      useVMManagedIdentity = "true"
      userAssignedIdentityID = "csi-client-of-[=cluster.hclName]"
[/#if]
      keyvaultName = output.secret_provider_class_values[[=cluster.name]].key_vault_name
      tenantID = output.secret_provider_class_values[[=cluster.name]].tenant_id
    }
    error_message = "The outputs do not fill in the SecretProviderClass of this cluster."
  }
[/#if]
}
[/#list]
