resource "azurerm_user_assigned_identity" "cluster" {
  name                = var.names.identity
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  tags                = var.tags
}

# The control plane joins nodes, pods and internal load balancers to the subnets.
resource "azurerm_role_assignment" "cluster_network" {
  scope                            = azurerm_virtual_network.this.id
  role_definition_name             = "Network Contributor"
  principal_id                     = azurerm_user_assigned_identity.cluster.principal_id
  principal_type                   = "ServicePrincipal"
  skip_service_principal_aad_check = true
}

# Its load balancer takes the address of outbound calls.
resource "azurerm_role_assignment" "cluster_egress" {
  count = var.egress_public_ip == null ? 0 : 1

  scope                            = azurerm_public_ip.egress[0].id
  role_definition_name             = "Network Contributor"
  principal_id                     = azurerm_user_assigned_identity.cluster.principal_id
  principal_type                   = "ServicePrincipal"
  skip_service_principal_aad_check = true
}

# The nodes pull images with this identity. Unlike one that AKS creates, it outlives the cluster and
# can get its role on the registry at once. In return, the control plane needs the right to assign
# it to the nodes.

resource "azurerm_user_assigned_identity" "kubelet" {
  name                = var.names.kubelet_identity
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  tags                = var.tags
}

resource "azurerm_role_assignment" "cluster_kubelet" {
  scope                            = azurerm_user_assigned_identity.kubelet.id
  role_definition_name             = "Managed Identity Operator"
  principal_id                     = azurerm_user_assigned_identity.cluster.principal_id
  principal_type                   = "ServicePrincipal"
  skip_service_principal_aad_check = true
}

# If pods read Key Vault with an identity of their own, it trusts only these service accounts of
# this cluster: the ingress gateway's, and istiod's. istiod has one for each revision, so that two
# revisions can run side by side.

resource "azurerm_user_assigned_identity" "csi" {
  count = var.csi_identity == null ? 0 : 1

  name                = var.csi_identity.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "istiod" {
  for_each = var.csi_identity == null ? {} : var.csi_identity.istiod

  name                      = "istiod-${each.key}"
  user_assigned_identity_id = azurerm_user_assigned_identity.csi[0].id
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = azurerm_kubernetes_cluster.this.oidc_issuer_url
  subject                   = "system:serviceaccount:${each.value}"
}

resource "azurerm_federated_identity_credential" "ingress_gateway" {
  count = var.csi_identity == null ? 0 : 1

  name                      = "ingress-gateway"
  user_assigned_identity_id = azurerm_user_assigned_identity.csi[0].id
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = azurerm_kubernetes_cluster.this.oidc_issuer_url
  subject                   = "system:serviceaccount:${var.csi_identity.ingress_gateway}"

  # An identity rejects concurrent writes of its credentials.
  depends_on = [azurerm_federated_identity_credential.istiod]
}
