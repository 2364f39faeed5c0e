variable "subscription_id" {
  description = "Azure subscription of the mesh."
  type        = string
}

variable "tenant_id" {
  description = "Microsoft Entra tenant of the subscription."
  type        = string
}

variable "admin_group_object_ids" {
  description = "Object ids of the Entra groups whose members administer every cluster."
  type        = list(string)
  default     = []
}

variable "deployer_object_id" {
  description = "Object id of the user, group or service principal that runs the scripts: it fills Key Vault and administers every cluster. Null means the account that runs Terraform. Set azure.deployerObjectId in mesh.yaml if several accounts do, or each run moves the roles to its own."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
