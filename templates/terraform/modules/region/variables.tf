variable "location" {
  description = "Azure region, such as westeurope."
  type        = string
}

variable "names" {
  description = "Names of the Azure resources."
  type = object({
    resource_group          = string
    log_analytics_workspace = string
  })
}

variable "log_retention_days" {
  description = "How long the workspace keeps its logs, in days."
  type        = number
}

variable "bastion" {
  description = "The region's Bastion, the name of its address and the AzureBastionSubnet that it stands in; null for none."
  type = object({
    name      = string
    public_ip = string
    sku       = string
    subnet_id = string
    zones     = list(string)
  })
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
}
