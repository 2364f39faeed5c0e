# Every cluster has IDs of its own, so that a mix-up fails the test.

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
    ip_address = [=cluster.network.addressSpace?keep_before("/")]
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
