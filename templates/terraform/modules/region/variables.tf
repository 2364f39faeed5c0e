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
  description = "Days that the workspace retains its logs."
  type        = number
}

variable "metrics" {
  description = "Whether the workspace gets the metrics of the region's resources."
  type        = bool
}

variable "bastion" {
  description = "The region's Bastion, the name of its address and its AzureBastionSubnet; null for none."
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
