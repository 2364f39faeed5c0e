# The scripts read these with `terraform output -json`. None of them is secret.

output "tenant_id" {
  description = "Microsoft Entra tenant of the mesh."
  value       = var.tenant_id
}

output "container_registry_login_server" {
  description = "Host name that images are pushed to and pulled from."
  value       = azurerm_container_registry.this.login_server
}

output "key_vault_name" {
  description = "Key Vault with the certificates and keys of the mesh."
  value       = azurerm_key_vault.this.name
}

output "kubernetes_clusters" {
  description = "By cluster: name, resource group and node resource group of the AKS cluster."
  value = {
    for name, cluster in local.clusters : name => {
      name                = cluster.kubernetes_cluster_name
      resource_group      = cluster.resource_group_name
      node_resource_group = cluster.node_resource_group_name
    }
  }
}

output "application_gateways" {
  description = "By cluster, if it has one: name, resource group and public address of the Application Gateway."
  value = {
    for name, cluster in local.clusters : name => {
      name           = cluster.application_gateway.name
      resource_group = cluster.resource_group_name
      public_ip      = cluster.application_gateway.public_ip_address
    } if cluster.application_gateway != null
  }
}
[#if mesh.hasVaultPods]

output "secret_provider_class_values" {
  description = "By cluster: the values of its SecretProviderClasses. client_id is the identity that mounts the secrets of Key Vault, subjects are the service accounts that it trusts; none if any pod can use it."
  value = {
    for name, cluster in local.clusters : name => {
      client_id      = cluster.csi_identity.client_id
      subjects       = cluster.csi_identity.subjects
      key_vault_name = azurerm_key_vault.this.name
      tenant_id      = var.tenant_id
    }
  }
}
[/#if]
