# What the mesh says of this cluster: mesh.tftest.hcl compares it with what Azure would get.

output "[=cluster.hclName]" {
  value = {
    # Outputs of its module.
    facts = {
      resource_group_name      = [=cluster.resourceGroupName]
      node_resource_group_name = [=cluster.nodeResourceGroupName]
      kubernetes_cluster_name  = [=cluster.aksName]
      address_space            = [[=cluster.network.addressSpace]]

      address_prefixes = {
[#list cluster.subnets as subnet]
        [=subnet.name] = [=subnet.addressPrefix]
[/#list]
      }

      delegations = {
[#if cluster.hasOverlay]
        "AppGateway" = "Microsoft.Network/applicationGateways"
[/#if]
[#if cluster.hasPodSubnet]
        "Pods" = "Microsoft.ContainerService/managedClusters"
[/#if]
      }

      node_pools = {
        system = {
          mode          = "System"
          tainted       = true
          subnet_id     = "System"
          pod_subnet_id = [#if cluster.hasPodSubnet]"Pods"[#else]null[/#if]
          autoscale     = true
          min_count     = [=cluster.nodePools.system.minCount]
          max_count     = [=cluster.nodePools.system.maxCount]
        }
        user = {
          mode          = "User"
          tainted       = false
          subnet_id     = "User"
          pod_subnet_id = [#if cluster.hasPodSubnet]"Pods"[#else]null[/#if]
          autoscale     = true
          min_count     = [=cluster.nodePools.user.minCount]
          max_count     = [=cluster.nodePools.user.maxCount]
        }
      }

      network_profile = {
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
      }

      # The API servers of the others let this address in.
[#if mesh.hasFixedEgress]
      egress_ip_ids     = ["egress-of-[=cluster.hclName]"]
      egress_ip_address = [=cluster.network.addressSpace?keep_before("/")]
[#else]
      egress_ip_ids     = null
      egress_ip_address = null
[/#if]

      # The identities have these roles and no others.
      role_assignments = {
        cluster_kubelet = { principal_id = "cluster-of-[=cluster.hclName]", role = "Managed Identity Operator", scope = "kubelet-identity-of-[=cluster.hclName]" }
        cluster_network = { principal_id = "cluster-of-[=cluster.hclName]", role = "Network Contributor", scope = "network-of-[=cluster.hclName]" }
[#if mesh.hasFixedEgress]
        cluster_egress = { principal_id = "cluster-of-[=cluster.hclName]", role = "Network Contributor", scope = "egress-of-[=cluster.hclName]" }
[/#if]
[#if cluster.applicationGateway.enabled]
[#if cluster.applicationGateway.hasFirewall]
        ingress_controller_firewall_policy = { principal_id = "agic-of-[=cluster.hclName]", role = "Network Contributor", scope = "policy-of-[=cluster.hclName]" }
[/#if]
        ingress_controller_gateway = { principal_id = "agic-of-[=cluster.hclName]", role = "Contributor", scope = "gateway-of-[=cluster.hclName]" }
        ingress_controller_gateway_identity = { principal_id = "agic-of-[=cluster.hclName]", role = "Managed Identity Operator", scope = "gateway-identity-of-[=cluster.hclName]" }
        ingress_controller_gateway_subnet = { principal_id = "agic-of-[=cluster.hclName]", role = "Network Contributor", scope = "AppGateway" }
        ingress_controller_public_ip = { principal_id = "agic-of-[=cluster.hclName]", role = "Network Contributor", scope = "address-of-[=cluster.hclName]" }
        ingress_controller_resource_group = { principal_id = "agic-of-[=cluster.hclName]", role = "Reader", scope = "group-of-[=cluster.hclName]" }
[/#if]
      }

[#if cluster.applicationGateway.enabled]
      # Only the SKU WAF_v2 has a firewall policy.
      application_gateway = {
        name = [=cluster.applicationGateway.name]
        sku = [=cluster.applicationGateway.sku]
[#if cluster.applicationGateway.hasFirewall]
        firewall_policy = [=cluster.applicationGateway.firewallPolicyName]
        firewall_mode = [=cluster.applicationGateway.firewallMode]
[#else]
        firewall_policy = null
        firewall_mode = null
[/#if]
        public_ip_address = "192.0.2.1"
        principal_id = "gateway-of-[=cluster.hclName]"
      }
[#else]
      application_gateway = null
[/#if]
    }

    # The ranges of the mesh that reach the API server; the addresses of the clusters do too.
    authorized_ip_ranges = [#if cluster.aks.authorizedIpRanges?has_content][=cluster.aks.authorizedIpRanges][#else]null[/#if]

    # Secrets of Key Vault: those that the pods mount, and those that the Application Gateway reads.
    pod_secrets = [
[#if mesh.hasVaultPods]
[#list mesh.podSecrets(cluster) as secret]
      [=secret],
[/#list]
[/#if]
    ]
    application_gateway_secrets = [
[#if cluster.applicationGateway.enabled]
[#list mesh.gatewaySecrets(cluster) as secret]
      [=secret],
[/#list]
[/#if]
    ]

    # What the scripts read.
    outputs = {
      kubernetes_cluster = { name = [=cluster.aksName], resource_group = [=cluster.resourceGroupName], node_resource_group = [=cluster.nodeResourceGroupName] }
      application_gateway = [#if cluster.applicationGateway.enabled]{ name = [=cluster.applicationGateway.name], resource_group = [=cluster.resourceGroupName], public_ip = "192.0.2.1" }[#else]null[/#if]
[#if mesh.hasVaultPods]
      # The identity that reads Key Vault for the pods, and all that can use it.
      secret_provider_class_values = {
[#if mesh.hasVaultIdentity]
        client_id = "csi-workload-client-of-[=cluster.hclName]"
        subjects = formatlist("system:serviceaccount:%s", [[=mesh.ingressGatewayServiceAccount][#list mesh.istio.sortedRevisions as revision], [=mesh.istiodServiceAccount(revision)][/#list]])
[#else]
        client_id = "csi-client-of-[=cluster.hclName]"
        subjects = []
[/#if]
        key_vault_name = [=mesh.azure.keyVault.name]
        tenant_id = [=mesh.azure.account.tenantId]
      }
[/#if]
    }
[#if mesh.hasVaultPods]

    # istiod's, with the outputs filled in.
    secret_provider_class = {
      usePodIdentity = "false"
[#if mesh.hasVaultIdentity]
      clientID = "csi-workload-client-of-[=cluster.hclName]"
[#else]
      useVMManagedIdentity = "true"
      userAssignedIdentityID = "csi-client-of-[=cluster.hclName]"
[/#if]
      keyvaultName = [=mesh.azure.keyVault.name]
      tenantID = [=mesh.azure.account.tenantId]
    }
[/#if]
  }
}
