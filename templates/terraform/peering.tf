[#list mesh.peerings]
# Peering is not transitive, and Azure needs one resource per direction: one line for each ordered
# pair.

locals {
  peerings = {
[#items as peering]
    [=peering.name] = { from = module.cluster-[=peering.from.hclName], to = module.cluster-[=peering.to.hclName] }
[/#items]
  }
}

resource "azurerm_virtual_network_peering" "this" {
  for_each = local.peerings

  name                         = each.key
  resource_group_name          = each.value.from.resource_group_name
  virtual_network_name         = each.value.from.virtual_network_name
  remote_virtual_network_id    = each.value.to.virtual_network_id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = false

  # A peering keeps the remote address space as of its creation or last sync.
  triggers = {
    remote_address_space = join(",", each.value.to.address_space)
  }
}
[/#list]
