subscription_id = [=mesh.azure.subscriptionId]
tenant_id = [=mesh.azure.tenantId]
admin_group_object_ids = [=mesh.azure.adminGroupObjectIds]

[#list mesh.azure.tags]
tags = {
[#items as key, value]
  [=key] = [=value]
[/#items]
}
[#else]
tags = {}
[/#list]
