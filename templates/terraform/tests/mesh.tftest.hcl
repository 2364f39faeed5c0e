# Applies the tree with a mocked provider, then compares what Azure would get with what the mesh
# says, which is in expected/. Run with `terraform init -backend=false && terraform test`; it needs
# no account.

mock_provider "azurerm" {
  source = "./tests/azurerm"
}

run "expected" {
  command = plan

  module {
    source = "./tests/expected"
  }
}

[#-- Fails for clusters of which what is nested is true; its message has %s for their names. --]
[#macro no_cluster message]
[#local those][for name, cluster in local.clusters : name if [#nested]][/#local]
  assert {
    condition = length([=those]) == 0
    error_message = format([=message], join(", ", [=those]))
  }[#rt]
[/#macro]
run "clusters" {
  assert {
    condition     = jsonencode(keys(local.clusters)) == jsonencode(keys(run.expected))
    error_message = "The clusters are others than the mesh has."
  }

  # Each fact of a cluster is an output of its module. Mocked IDs end in a name that tells whose it
  # is: nothing before that is compared.
  assert {
    condition = alltrue(flatten([
      for name, cluster in run.expected : [
        for fact, value in cluster.facts :
        replace(jsonencode(local.clusters[name][fact]), "//subscriptions/[^\"]*//", "") == jsonencode(value)
      ]
    ]))
    error_message = format("Other than the mesh says: %s.", join(", ", flatten([
      for name, cluster in run.expected : [
        for fact, value in cluster.facts :
        "${fact} of ${name}" if replace(jsonencode(local.clusters[name][fact]), "//subscriptions/[^\"]*//", "") != jsonencode(value)
      ]
    ])))
  }

  # Azure fails to create a gateway that GatewayManager cannot reach.
[@no_cluster "GatewayManager cannot reach the gateway subnet of %s."]!contains(cluster.inbound_rules["AppGateway"], "AllowGatewayManagerInbound")[/@]

[@no_cluster "The API server of %s is open to other addresses than those of the mesh and of its clusters."]jsonencode(cluster.authorized_ip_ranges) != jsonencode(run.expected[name].authorized_ip_ranges == null ? null : sort(concat(run.expected[name].authorized_ip_ranges, [for each in run.expected : "${each.facts.egress_ip_address}/32"])))[/@]

  # The audit log once; kube-audit contains kube-audit-admin.
[@no_cluster "The audit log of %s is not collected once, with the requests that the mesh says."]join(" ", [for category in cluster.logs.kubernetes_cluster.categories : category if startswith(category, "kube-audit")]) != [=mesh.azure.logAnalytics.auditCategory][/@]

[@no_cluster "Logs of %s are not in tables of their own."]anytrue([for resource, log in cluster.logs : log.tables != "Dedicated" if resource != "virtual_network"])[/@]

[@no_cluster "Metrics of %s are not copied where the mesh says so, and only there."]anytrue([for log in cluster.logs : log.metrics != [=mesh.azure.logAnalytics.metrics]])[/@]

[@no_cluster "The nodes of %s cannot pull from the registry."]azurerm_role_assignment.registry_pull[name].scope != azurerm_container_registry.this.id || azurerm_role_assignment.registry_pull[name].principal_id != "kubelet-of-${name}"[/@]

[@no_cluster "The account that deploys cannot administer %s."]azurerm_role_assignment.cluster_deployer[name].scope != cluster.kubernetes_cluster_id[/@]
[#if mesh.hasVaultPods]

[@no_cluster "The pods of %s can read fewer or more secrets than those that they mount."]toset([for role in azurerm_role_assignment.vault_pods : trimprefix(role.scope, "${azurerm_key_vault.this.id}/secrets/") if role.principal_id == "csi[#if mesh.hasVaultIdentity]-workload[/#if]-of-${name}"]) != toset(run.expected[name].pod_secrets)[/@]
[/#if]

[@no_cluster "The Application Gateway of %s can read fewer or more secrets than its certificates."]toset([for role in azurerm_role_assignment.vault_application_gateways : trimprefix(role.scope, "${azurerm_key_vault.this.id}/secrets/") if role.principal_id == "gateway-of-${name}"]) != toset(run.expected[name].application_gateway_secrets)[/@]

[@no_cluster "The outputs name another cluster than %s."]jsonencode(output.kubernetes_clusters[name]) != jsonencode(run.expected[name].outputs.kubernetes_cluster)[/@]

[@no_cluster "The outputs name another Application Gateway than that of %s."]jsonencode(try(output.application_gateways[name], null)) != jsonencode(run.expected[name].outputs.application_gateway)[/@]

[#if mesh.hasVaultPods]
[@no_cluster "The outputs have other values for the SecretProviderClasses of %s than the mesh says."]jsonencode(output.secret_provider_class_values[name]) != jsonencode(run.expected[name].outputs.secret_provider_class_values)[/@]

  # With the outputs filled in, istiod's SecretProviderClass names this vault, this tenant and the
  # identity of this cluster.
[@no_cluster "The SecretProviderClass of %s is another than the mesh says."]{ for key, value in yamldecode(templatefile("${path.root}/../clusters/${name}/istio/secret-provider-class.yaml.tmpl", { CSI_CLIENT_ID = output.secret_provider_class_values[name].client_id })).spec.parameters : key => value if key != "objects" } != run.expected[name].secret_provider_class[/@]
[#else]

  # Otherwise istio-csr refuses every request of a proxy.
[@no_cluster "istio-csr and istiod disagree about the name of %s."]yamldecode(file("${path.root}/../helm/${name}/istio-csr.yaml")).app.server.clusterID != yamldecode(file("${path.root}/../clusters/${name}/istio/operator.yaml")).spec.values.global.multiCluster.clusterName[/@]

[@no_cluster "istio-csr and istiod disagree about the trust domain of %s."]yamldecode(file("${path.root}/../helm/${name}/istio-csr.yaml")).app.tls.trustDomain != yamldecode(file("${path.root}/../clusters/${name}/istio/operator.yaml")).spec.meshConfig.trustDomain[/@]

[@no_cluster "istio-csr and istiod disagree about where istio-csr of %s is."]"${yamldecode(file("${path.root}/../helm/${name}/istio-csr.yaml")).app.tls.certificateDNSNames[0]}:443" != yamldecode(file("${path.root}/../clusters/${name}/istio/operator.yaml")).spec.values.global.caAddress[/@]
[/#if]
}

run "shared" {
[#if mesh.hasPeers]
  # One peering for every ordered pair, synced again when the remote address space changes.
  assert {
    condition = jsonencode({
      for name, peering in azurerm_virtual_network_peering.this : name => {
        from         = peering.virtual_network_name
        to           = basename(peering.remote_virtual_network_id)
        synced_after = peering.triggers.remote_address_space
      }
      }) == jsonencode(merge([
        for from in keys(run.expected) : {
          for to, network in run.expected :
          format("%s-%s-to-%s", [=mesh.name], from, to) => { from = "network-of-${from}", to = "network-of-${to}", synced_after = network.facts.address_space[0] } if to != from
        }
    ]...))
    error_message = "The peerings are not exactly one for each ordered pair of networks."
  }

[/#if]
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

  assert {
    condition     = azurerm_monitor_diagnostic_setting.vault.log_analytics_destination_type == "Dedicated"
    error_message = "The audit log of the vault is not in a table of its own."
  }

  assert {
    condition     = alltrue([for setting in [azurerm_monitor_diagnostic_setting.registry, azurerm_monitor_diagnostic_setting.vault] : (length(setting.enabled_metric) > 0) == [=mesh.azure.logAnalytics.metrics]])
    error_message = "Metrics must be copied where the mesh says so, and only there."
  }

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
