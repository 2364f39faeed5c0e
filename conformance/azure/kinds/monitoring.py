"""Log Analytics workspaces, data collection rules, diagnostic settings."""

import re
import uuid
from collections.abc import Iterable

from conformance.azure.answers import Answer, Body, Refusal
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import Principal
from conformance.azure.kind import Call, Change, Kind, Link, Show
from conformance.azure.kinds.networks import reference
from conformance.azure.routing import Routes
from conformance.azure.shapes import Free
from conformance.azure.store import Resource

WORKSPACE = "Microsoft.OperationalInsights/workspaces"
RULE = "Microsoft.Insights/dataCollectionRules"
ASSOCIATION = "Microsoft.Insights/dataCollectionRuleAssociations"
SETTING = "Microsoft.Insights/diagnosticSettings"

ROUTES = Routes()

# Log categories by resource type.
# https://learn.microsoft.com/azure/azure-monitor/reference/logs-index
CATEGORIES = {
    "microsoft.containerregistry/registries": """ContainerRegistryLoginEvents
        ContainerRegistryRepositoryEvents""",
    "microsoft.containerservice/managedclusters": """cloud-controller-manager cluster-autoscaler
        csi-azuredisk-controller csi-azurefile-controller csi-snapshot-controller fleet-mcs
        fleet-member-agent fleet-member-net-controller-manager guard karpenter-events
        kube-apiserver kube-audit kube-audit-admin kube-controller-manager kube-scheduler""",
    "microsoft.keyvault/vaults": "AuditEvent AzurePolicyEvaluationDetails",
    "microsoft.network/applicationgateways": """ApplicationGatewayAccessLog
        ApplicationGatewayPerformanceLog ApplicationGatewayFirewallLog""",
    "microsoft.network/bastionhosts": "BastionAuditLogs",
    "microsoft.network/networksecuritygroups": """NetworkSecurityGroupEvent
        NetworkSecurityGroupRuleCounter""",
    "microsoft.network/publicipaddresses": """DDoSMitigationFlowLogs DDoSMitigationReports
        DDoSProtectionNotifications""",
    "microsoft.network/virtualnetworks": "VMProtectionAlerts",
}
METRICS = set(CATEGORIES) - {"microsoft.network/networksecuritygroups"}


def _write_workspace(change: Change) -> None:
    days = change.properties.get("retentionInDays", 30)
    # https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
    if not 30 <= days <= 730 and days not in (-1, 7):
        raise Refusal(
            400, "InvalidParameter", f"Retention of {days} days is not between 30 and 730."
        )
    kept = change.before.properties if change.before else {}
    change.properties["customerId"] = kept.get("customerId") or str(uuid.uuid4())
    change.properties.setdefault("retentionInDays", 30)
    change.properties.setdefault("publicNetworkAccessForIngestion", "Enabled")
    change.properties.setdefault("publicNetworkAccessForQuery", "Enabled")


def _keys(_: Call) -> Answer:
    return Answer(200, {"primarySharedKey": "c2ltdWxhdGVk", "secondarySharedKey": "c2ltdWxhdGVk"})


def _write_rule(change: Change) -> None:
    targets = change.properties.get("destinations") or {}
    for each in targets.get("logAnalytics") or ():
        workspace = str(each.get("workspaceResourceId"))
        if change.cloud.find(workspace, WORKSPACE) is None:
            raise Refusal(
                400,
                "InvalidPayload",
                f"Data collection rule is invalid: workspace {workspace} was not found.",
            )
    known = {each["name"] for each in targets.get("logAnalytics") or ()}
    for flow in change.properties.get("dataFlows") or ():
        if not set(flow.get("destinations") or ()) <= known:
            raise Refusal(
                400,
                "InvalidPayload",
                "Data collection rule is invalid: a data flow names an unknown destination.",
            )
    kept = change.before.properties if change.before else {}
    change.properties["immutableId"] = kept.get("immutableId") or f"dcr-{uuid.uuid4().hex}"


def _write_association(change: Change) -> None:
    _check_target(change)
    rule = str(change.properties.get("dataCollectionRuleId") or "")
    if rule and change.cloud.find(rule, RULE) is None:
        raise Refusal(404, "NotFound", f"Data collection rule {rule} was not found.")


def _remove_rule(change: Change) -> None:
    for each in change.cloud.store.of_type(ASSOCIATION):
        used = str(each.properties.get("dataCollectionRuleId") or "").lower()
        if used == change.id.key:
            raise Refusal(
                409,
                "RuleAssociationsExist",
                f"The rule {change.id.text} has associations, such as {each.id}.",
            )


def _check_target(change: Change) -> None:
    if change.cloud.store.get(change.id.scope) is None:
        raise Refusal(404, "ResourceNotFound", f"The Resource '{change.id.scope}' was not found.")


def _write_setting(change: Change) -> None:
    _check_target(change)
    target = change.cloud.store.get(change.id.scope)
    kind = target.type.lower() if target else ""
    workspace = str(change.properties.get("workspaceId") or "")
    if workspace and change.cloud.find(workspace, WORKSPACE) is None:
        raise reference(workspace, change.id.text)
    for each in change.properties.get("logs") or ():
        category = each.get("category")
        if category and category not in CATEGORIES.get(kind, "").split():
            raise Refusal(
                400, "BadRequest", f"Category '{category}' is not supported by {change.id.scope}."
            )
    for each in change.properties.get("metrics") or ():
        if each.get("category") != "AllMetrics" or kind not in METRICS:
            raise Refusal(
                400,
                "BadRequest",
                f"Metric category '{each.get('category')}' is not supported.",
            )
    siblings = [
        each
        for each in change.cloud.store.children(change.id.scope, SETTING)
        if each.key != change.id.key and each.key.count("/providers/") == 2
    ]
    if len(siblings) >= 5:
        raise Refusal(400, "BadRequest", "A resource takes five diagnostic settings at most.")


def _view_setting(cloud: Cloud, setting: Resource, body: Body, _: Show) -> Body:
    """A vault's setting is told without its type: Azure/azure-rest-api-specs issue 22400."""
    target = cloud.store.get(setting.id.rsplit("/providers/", 1)[0])
    if target and target.type == "Microsoft.KeyVault/vaults":
        body["properties"].pop("logAnalyticsDestinationType", None)
    return body


def _links(change: Change) -> Iterable[Link]:
    workspace = str(change.properties.get("workspaceId") or "")
    yield Link(workspace, f"{WORKSPACE}/sharedKeys/action")


_ENTRY = {
    "category": str,
    "categoryGroup": str,
    "enabled": bool,
    "retentionPolicy": Free(),
    "timeGrain": str,
}


@ROUTES.add("GET", "/subscriptions/[^/]+/providers/Microsoft.OperationalInsights/deletedWorkspaces")
def deleted_workspaces(_: Cloud, __: Principal, ___: Request, ____: re.Match[str]) -> Answer:
    return Answer(200, {"value": []})


KINDS = (
    Kind(
        WORKSPACE,
        ("2020-08-01", "2025-07-01", "2022-10-01", "2023-09-01"),
        {
            "identity": Free(),
            "properties": {
                "customerId": str,
                "createdDate": str,
                "modifiedDate": str,
                "defaultDataCollectionRuleResourceId": str,
                "features": Free(),
                "forceCmkForQuery": bool,
                "provisioningState": str,
                "publicNetworkAccessForIngestion": str,
                "publicNetworkAccessForQuery": str,
                "replication": Free(),
                "failover": Free(),
                "retentionInDays": int,
                "sku": Free(),
                "workspaceCapping": Free(),
            },
        },
        write=_write_workspace,
        actions={"sharedKeys": _keys},
        slow=True,
        located=True,
        tags=50,
        name=r"[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]",
    ),
    Kind(
        RULE,
        ("2023-03-11", "2022-06-01", "2024-03-11"),
        {
            "kind": str,
            "identity": Free(),
            "properties": {
                "agentSettings": Free(),
                "dataCollectionEndpointId": str,
                "dataFlows": Free(),
                "dataSources": Free(),
                "description": str,
                "destinations": Free(),
                "endpoints": Free(),
                "immutableId": str,
                "metadata": Free(),
                "provisioningState": str,
                "references": Free(),
                "streamDeclarations": Free(),
            },
        },
        write=_write_rule,
        remove=_remove_rule,
        located=True,
        tags=50,
        name=r"[\w.-]{3,64}",
    ),
    Kind(
        ASSOCIATION,
        ("2023-03-11", "2022-06-01", "2024-03-11"),
        {
            "properties": {
                "dataCollectionEndpointId": str,
                "dataCollectionRuleId": str,
                "description": str,
                "metadata": Free(),
                "provisioningState": str,
            }
        },
        write=_write_association,
    ),
    Kind(
        SETTING,
        ("2021-05-01-preview",),
        {
            "properties": {
                "workspaceId": str,
                "logAnalyticsDestinationType": str,
                "logs": [_ENTRY],
                "metrics": [_ENTRY],
                "storageAccountId": str,
                "eventHubAuthorizationRuleId": str,
                "eventHubName": str,
                "marketplacePartnerId": str,
                "serviceBusRuleId": str,
            }
        },
        write=_write_setting,
        view=_view_setting,
        links=_links,
        created=200,
    ),
)
