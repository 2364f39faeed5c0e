# Container Insights: the agent of the cluster sends what this rule says to the region's workspace.
# https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable

resource "azurerm_monitor_data_collection_rule" "container_insights" {
  name                = var.names.data_collection_rule
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  kind                = "Linux"
  tags                = var.tags

  destinations {
    log_analytics {
      name                  = "workspace"
      workspace_resource_id = var.log_analytics_workspace_id
    }
  }

  data_flow {
    streams      = ["Microsoft-ContainerInsights-Group-Default"]
    destinations = ["workspace"]
  }

  data_sources {
    extension {
      name           = "ContainerInsightsExtension"
      extension_name = "ContainerInsights"
      streams        = ["Microsoft-ContainerInsights-Group-Default"]

      extension_json = jsonencode({
        dataCollectionSettings = {
          interval               = "1m"
          namespaceFilteringMode = "Off"
          enableContainerLogV2   = true
        }
      })
    }
  }
}

resource "azurerm_monitor_data_collection_rule_association" "container_insights" {
  name                    = "ContainerInsightsExtension"
  target_resource_id      = azurerm_kubernetes_cluster.this.id
  data_collection_rule_id = azurerm_monitor_data_collection_rule.container_insights.id
}

# Dedicated: each log has a table of its own, which can have a cheaper plan than AzureDiagnostics.
# The audit log without reads is a part of the whole one, so a cluster has either.
resource "azurerm_monitor_diagnostic_setting" "kubernetes_cluster" {
  name                           = "to-log-analytics"
  target_resource_id             = azurerm_kubernetes_cluster.this.id
  log_analytics_workspace_id     = var.log_analytics_workspace_id
  log_analytics_destination_type = "Dedicated"

  dynamic "enabled_log" {
    for_each = toset([
      "cloud-controller-manager",
      "cluster-autoscaler",
      "csi-azuredisk-controller",
      "csi-azurefile-controller",
      "csi-snapshot-controller",
      "guard",
      "kube-apiserver",
      var.logs.kubernetes_audit,
      "kube-controller-manager",
      "kube-scheduler",
    ])

    content {
      category = enabled_log.value
    }
  }

  dynamic "enabled_metric" {
    for_each = var.logs.metrics ? ["AllMetrics"] : []

    content {
      category = enabled_metric.value
    }
  }
}
