[#if mesh.hasPeers]
# Peering is not transitive, and Azure needs one resource per direction: one for each ordered pair.

locals {
  peerings = merge([
    for from in keys(local.clusters) : {
      for to in keys(local.clusters) :
      format("%s-%s-to-%s", [=mesh.name], from, to) => { from = from, to = to } if to != from
    }
  ]...)
}

resource "azurerm_virtual_network_peering" "this" {
  for_each = local.peerings

  name                         = each.key
  resource_group_name          = local.clusters[each.value.from].resource_group_name
  virtual_network_name         = local.clusters[each.value.from].virtual_network_name
  remote_virtual_network_id    = local.clusters[each.value.to].virtual_network_id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = false

  # A peering keeps the remote address space as of its creation or last sync.
  triggers = {
    remote_address_space = join(",", local.clusters[each.value.to].address_space)
  }
}
[/#if]
