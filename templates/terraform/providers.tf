terraform {
  required_version = ">= 1.9"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.2"
    }
  }
}

provider "azurerm" {
  subscription_id = var.subscription_id
  tenant_id       = var.tenant_id

  # By default, version 5 of the provider registers none of the resource providers.
  resource_providers_to_register = [
    "Microsoft.Authorization",
    "Microsoft.Compute",
    "Microsoft.ContainerRegistry",
    "Microsoft.ContainerService",
    "Microsoft.Insights",
    "Microsoft.KeyVault",
    "Microsoft.ManagedIdentity",
    "Microsoft.Network",
    "Microsoft.OperationalInsights",
    "Microsoft.PolicyInsights",
    "Microsoft.Storage",
  ]

  features {
    # What Azure began to create and failed to finish is in the state, so the next run replaces it.
    persist_id_on_create_before_polling_for_completion = true

    resource_group {
      # AKS and Azure Monitor create resources there that Terraform does not manage.
      prevent_deletion_if_contains_resources = false
    }
  }
}
