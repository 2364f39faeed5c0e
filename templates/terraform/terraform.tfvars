subscription_id = [=mesh.azure.account.subscriptionId]
tenant_id = [=mesh.azure.account.tenantId]
admin_group_object_ids = [=mesh.azure.account.adminGroupObjectIds]
[#if mesh.azure.account.deployerObjectId??]
deployer_object_id = [=mesh.azure.account.deployerObjectId]
[/#if]

[#list mesh.azure.tags]
tags = {
[#items as key, value]
  [=key] = [=value]
[/#items]
}
[#else]
tags = {}
[/#list]
