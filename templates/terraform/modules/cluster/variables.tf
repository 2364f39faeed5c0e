variable "location" {
  description = "Azure region, such as westeurope."
  type        = string
}

variable "zones" {
  description = "Availability zones of the nodes and of the Application Gateway; empty if the region has none."
  type        = list(string)
}

variable "names" {
  description = "Names of the Azure resources."
  type = object({
    resource_group       = string
    virtual_network      = string
    identity             = string
    kubelet_identity     = string
    kubernetes_cluster   = string
    node_resource_group  = string
    data_collection_rule = string
  })
}

variable "address_space" {
  description = "Address space of the virtual network, in CIDR notation."
  type        = string
}

variable "subnets" {
  description = "Subnets by name: System, User, AppGateway, AzureBastionSubnet, PrivateEndpoints, and Pods if pods have a subnet of their own."
  type = map(object({
    address_prefix         = string
    network_security_group = string
  }))
}

variable "pods" {
  description = <<-EOT
    Where pods get their addresses.
      subnet      the subnet Pods, routable from every peered network
      nodeSubnet  the subnet of their node, routable too
      overlay     pod_cidr, known to this cluster only
  EOT
  type        = string

  validation {
    condition     = contains(["subnet", "nodeSubnet", "overlay"], var.pods)
    error_message = "The value must be subnet, nodeSubnet or overlay."
  }

  validation {
    condition     = (var.pods == "overlay") == (var.pod_cidr != null)
    error_message = "Set pod_cidr for an overlay, and only then."
  }

  validation {
    condition     = (var.pods == "subnet") == contains(keys(var.subnets), "Pods")
    error_message = "Define the subnet Pods for mode subnet, and only then."
  }
}

variable "pod_cidr" {
  description = "Address range of the pods of an overlay; null in the other modes."
  type        = string
  default     = null
}

variable "service_cidr" {
  description = "Address range of Kubernetes services."
  type        = string
}

variable "dns_service_ip" {
  description = "Address of the cluster's DNS service, within service_cidr."
  type        = string
}

variable "kubernetes_version" {
  description = "Kubernetes minor version of a new cluster, such as 1.35; AKS picks the patch. A change does not upgrade a cluster."
  type        = string
}

variable "sku_tier" {
  description = "Tier of the control plane: Free, Standard or Premium."
  type        = string
}

variable "egress_public_ip" {
  description = "Name of the address from which nodes and pods call the Internet; null leaves it to AKS."
  type        = string
  default     = null
}

variable "authorized_ip_ranges" {
  description = "Ranges that reach the API server, in CIDR notation; null for every address."
  type        = list(string)
  default     = null

  validation {
    condition     = length(coalesce(var.authorized_ip_ranges, [])) <= 200
    error_message = "AKS takes 200 ranges at most."
  }
}

variable "system_node_pool" {
  description = "The node pool of the cluster's own components."
  type = object({
    vm_size         = string
    min_count       = number
    max_count       = number
    max_pods        = number
    os_disk_type    = string
    os_disk_size_gb = number
  })
}

variable "user_node_pool" {
  description = "The node pool of the mesh's gateways and of the applications."
  type = object({
    vm_size         = string
    min_count       = number
    max_count       = number
    max_pods        = number
    os_disk_type    = string
    os_disk_size_gb = number
  })
}

variable "application_gateway" {
  description = "The Application Gateway in front of the cluster, with the names of its resources; null for none. A firewall policy needs sku WAF_v2."
  type = object({
    name            = string
    public_ip       = string
    identity        = string
    firewall_policy = optional(string)
    firewall_mode   = optional(string, "Prevention")
    sku             = string
    min_capacity    = number
    max_capacity    = number
  })
  default = null
}

variable "csi_identity" {
  description = <<-EOT
    Identity that mounts Key Vault objects, by name, and the service accounts that may use it, as NAMESPACE:NAME.
    istiod has one for each revision that runs.
    Null leaves mounting to the identity of the secrets store add-on, which any pod of the cluster can use.
  EOT
  type = object({
    name            = string
    istiod          = map(string)
    ingress_gateway = string
  })
  default = null
}

variable "tenant_id" {
  description = "Microsoft Entra tenant whose users and groups may use the cluster."
  type        = string
}

variable "admin_group_object_ids" {
  description = "Object ids of the Entra groups whose members administer the cluster."
  type        = list(string)
}

variable "log_analytics_workspace_id" {
  description = "The region's workspace."
  type        = string
}

variable "logs" {
  description = "Which audit log of the cluster the workspace gets, kube-audit or its part kube-audit-admin, and whether it gets metrics too."
  type = object({
    kubernetes_audit = string
    metrics          = bool
  })
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
}
