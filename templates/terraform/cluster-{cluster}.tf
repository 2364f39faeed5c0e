module "cluster-[=cluster.hclName]" {
  source = "./modules/cluster"

  location = [=cluster.region]
  zones = [=cluster.aks.zones]
  kubernetes_version = [=cluster.aks.kubernetesVersion]
  sku_tier = [=cluster.aks.tier]
  tags = var.tags

  names = {
    resource_group = [=cluster.resourceGroupName]
    virtual_network = [=cluster.virtualNetworkName]
    identity = [=cluster.identityName]
    kubelet_identity = [=cluster.kubeletIdentityName]
    kubernetes_cluster = [=cluster.aksName]
    node_resource_group = [=cluster.nodeResourceGroupName]
    data_collection_rule = [=cluster.dataCollectionRuleName]
  }

  address_space = [=cluster.network.addressSpace]

  subnets = {
[#list cluster.subnets as subnet]
    [=subnet.name] = { address_prefix = [=subnet.addressPrefix], network_security_group = [=subnet.securityGroupName] }
[/#list]
  }

  pods = [=cluster.network.pods]
[#if cluster.hasOverlay]
  pod_cidr = [=cluster.network.podCidr]
[/#if]
  service_cidr = [=cluster.network.serviceCidr]
  dns_service_ip = [=cluster.network.dnsServiceIp]

  system_node_pool = {
    vm_size = [=cluster.nodePools.system.vmSize]
    min_count = [=cluster.nodePools.system.minCount]
    max_count = [=cluster.nodePools.system.maxCount]
    max_pods = [=cluster.nodePools.system.maxPods]
    os_disk_type = [=cluster.nodePools.system.osDisk.type]
    os_disk_size_gb = [=cluster.nodePools.system.osDisk.sizeGb]
  }

  user_node_pool = {
    vm_size = [=cluster.nodePools.user.vmSize]
    min_count = [=cluster.nodePools.user.minCount]
    max_count = [=cluster.nodePools.user.maxCount]
    max_pods = [=cluster.nodePools.user.maxPods]
    os_disk_type = [=cluster.nodePools.user.osDisk.type]
    os_disk_size_gb = [=cluster.nodePools.user.osDisk.sizeGb]
  }

[#if mesh.hasFixedEgress]
  egress_public_ip = [=cluster.egressPublicIpName]
[#if cluster.aks.authorizedIpRanges?has_content]
  authorized_ip_ranges = concat([=cluster.aks.authorizedIpRanges], local.egress_ranges)
[/#if]

[/#if]
[#if cluster.applicationGateway.enabled]
  application_gateway = {
    name = [=cluster.applicationGateway.name]
    public_ip = [=cluster.applicationGateway.publicIpName]
    identity = [=cluster.applicationGateway.identityName]
[#if cluster.applicationGateway.hasFirewall]
    firewall_policy = [=cluster.applicationGateway.firewallPolicyName]
    firewall_mode = [=cluster.applicationGateway.firewallMode]
[/#if]
    sku = [=cluster.applicationGateway.sku]
    min_capacity = [=cluster.applicationGateway.minCapacity]
    max_capacity = [=cluster.applicationGateway.maxCapacity]
  }

[/#if]
[#if mesh.hasVaultIdentity]
  csi_identity = {
    name = [=cluster.csiIdentityName]
    istiod = {
[#list mesh.istio.runningRevisions as revision]
      [=revision] = [=mesh.istiodServiceAccount(revision)]
[/#list]
    }
    ingress_gateway = [=mesh.ingressGatewayServiceAccount]
  }

[/#if]
  tenant_id = var.tenant_id
  admin_group_object_ids = var.admin_group_object_ids
  log_analytics_workspace_id = module.region-[=cluster.regionHclName].log_analytics_workspace_id

  logs = {
    kubernetes_audit = [=mesh.azure.logAnalytics.auditCategory]
    metrics = [=mesh.azure.logAnalytics.metrics]
  }
}
[#if mesh.hasVaultIdentity]

# Earlier trees had one credential, whatever the revision.
moved {
  from = module.cluster-[=cluster.hclName].azurerm_federated_identity_credential.istiod[0]
  to = module.cluster-[=cluster.hclName].azurerm_federated_identity_credential.istiod[[=mesh.istio.oldestRevision]]
}
[/#if]
