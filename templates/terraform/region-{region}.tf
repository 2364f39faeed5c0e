module "region-[=region.hclName]" {
  source = "./modules/region"

  location = [=region.name]
  log_retention_days = [=mesh.azure.logAnalytics.retentionDays]
  metrics = [=mesh.azure.logAnalytics.metrics]
  tags = var.tags

  names = {
    resource_group = [=region.resourceGroupName]
    log_analytics_workspace = [=region.workspaceName]
  }

[#if region.bastionCluster??]
  bastion = {
    name = [=region.bastionName]
    public_ip = [=region.bastionPublicIpName]
    sku = [=mesh.azure.bastion.sku]
    subnet_id = module.cluster-[=region.bastionCluster.hclName].subnet_ids["AzureBastionSubnet"]
    zones = [=region.bastionCluster.aks.zones]
  }
[#else]
  bastion = null
[/#if]
}
