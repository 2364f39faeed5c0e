"""AKS clusters: their identities, and what AKS makes beside them."""

import base64
import copy
import uuid
from collections.abc import Iterable

from conformance.azure.answers import Answer, Body
from conformance.azure.catalog import DEFAULT_KUBERNETES, kubernetes, region
from conformance.azure.cloud import Cloud
from conformance.azure.directory import TENANT
from conformance.azure.kind import Call, Change, Kind, Link, Show
from conformance.azure.kinds import pools
from conformance.azure.kinds.addresses import ADDRESS
from conformance.azure.kinds.cluster_checks import check, node_group, outbound, refuse
from conformance.azure.kinds.identities import IDENTITY
from conformance.azure.kinds.pools import CLUSTER, POOL, VERSIONS, Wanted
from conformance.azure.shapes import Free
from conformance.azure.store import Resource

GROUP = "Microsoft.Resources/resourceGroups"
MAINTENANCE = CLUSTER + "/maintenanceConfigurations"
SERVERS = "api-servers"

# Add-ons with an identity of their own, and what AKS calls it.
ADDONS = {
    "azureKeyvaultSecretsProvider": "azurekeyvaultsecretsprovider",
    "ingressApplicationGateway": "ingressapplicationgateway",
    "omsagent": "omsagent",
    "azurepolicy": "azurepolicy",
}


def _write(change: Change) -> None:
    properties = change.properties
    profiles: list[Body] = properties.pop("agentPoolProfiles", None) or []
    check(change, profiles)
    made = _make_pools(change, profiles)
    _fill(change)
    if change.before is None:
        _make_node_group(change)
    _fill_addons(change)
    for pool in made:
        change.cloud.store.put(pool)


def _make_pools(change: Change, profiles: list[Body]) -> list[Resource]:
    """Each of the pools is written with the cluster."""
    made = []
    for wanted_profile in profiles:
        profile = copy.deepcopy(wanted_profile)
        name = profile.pop("name")
        identifier = f"{change.id.text}/agentPools/{name}"
        old = change.cloud.store.get(identifier)
        wanted = Wanted(change.cloud, change.resource, name, profile)
        pools.check(wanted, old.properties if old else None)
        pools.fill(wanted, old.properties if old else None)
        pool = Resource(old.id if old else identifier, POOL, name, {"properties": profile})
        pool.operation = old.operation if old else ""
        made.append(pool)
    return made


def _fill(change: Change) -> None:
    properties, place = change.properties, region(change.resource.location)
    kept = change.before.properties if change.before else {}
    host = (
        kept.get("fqdn")
        or f"{properties['dnsPrefix']}-{uuid.uuid4().hex[:8]}.hcp.{place}.azmk8s.io"
    )
    properties["fqdn"] = host
    properties["azurePortalFQDN"] = host.replace(".hcp", ".portal.hcp")
    properties["nodeResourceGroup"] = node_group(change).rsplit("/", 1)[-1]
    properties["powerState"] = {"code": "Running"}
    properties["resourceUID"] = kept.get("resourceUID") or uuid.uuid4().hex
    properties.setdefault("kubernetesVersion", DEFAULT_KUBERNETES)
    wanted = str(properties["kubernetesVersion"])
    current = str(kept.get("currentKubernetesVersion") or "")
    # A minor's alias is no upgrade for a cluster that runs a patch of that minor.
    if not current.startswith(wanted):
        current = kubernetes(wanted) or DEFAULT_KUBERNETES
    properties["currentKubernetesVersion"] = current
    properties.setdefault("maxAgentPools", 100)
    properties.setdefault("enableRBAC", True)
    properties.setdefault("supportPlan", "KubernetesOfficial")
    properties.setdefault("servicePrincipalProfile", {"clientId": "msi"})
    issuer = properties.get("oidcIssuerProfile") or {}
    if issuer.get("enabled"):
        key = uuid.uuid5(uuid.NAMESPACE_URL, properties["resourceUID"])
        issuer["issuerURL"] = f"https://{place}.oic.prod-aks.azure.com/{TENANT}/{key}/"
    network = properties.setdefault("networkProfile", {})
    network.setdefault("loadBalancerProfile", {"managedOutboundIPs": {"count": 1}})
    network["serviceCidrs"] = [network["serviceCidr"]] if network.get("serviceCidr") else []
    network["podCidrs"] = [network["podCidr"]] if network.get("podCidr") else []
    network["ipFamilies"] = ["IPv4"]
    change.resource.body.setdefault("sku", {"name": "Base", "tier": "Free"})


def _make_node_group(change: Change) -> None:
    identifier = node_group(change)
    body: Body = {
        "location": change.resource.location,
        "managedBy": change.id.text,
        "properties": {"provisioningState": "Succeeded"},
        "tags": {"aks-managed-cluster-name": change.id.name},
    }
    group = Resource(identifier, GROUP, identifier.rsplit("/", 1)[-1], body)
    change.cloud.store.put(group)


def _fill_addons(change: Change) -> None:
    """Each add-on's identity is in the node resource group and goes with the cluster."""
    for name, addon in (change.properties.get("addonProfiles") or {}).items():
        if not addon.get("enabled") or name not in ADDONS:
            addon.pop("identity", None)
            continue
        identity = f"{ADDONS[name]}-{change.id.name}"
        identifier = f"{node_group(change)}/providers/{IDENTITY}/{identity}"
        found = change.cloud.store.get(identifier) or _make_identity(change, identifier, identity)
        addon["identity"] = {
            "resourceId": identifier,
            "clientId": found.properties["clientId"],
            "objectId": found.properties["principalId"],
        }


def _make_identity(change: Change, identifier: str, name: str) -> Resource:
    principal = change.cloud.directory.add(name, identifier)
    body: Body = {
        "location": change.resource.location,
        "properties": {
            "principalId": principal.id,
            "clientId": principal.client,
            "tenantId": TENANT,
        },
    }
    identity = Resource(identifier, IDENTITY, name, body)
    change.cloud.store.put(identity)
    return identity


def _view(cloud: Cloud, cluster: Resource, body: Body, show: Show) -> Body:
    found = []
    for pool in sorted(cloud.store.children(cluster.id, POOL), key=lambda each: each.created):
        profile = show(pool)["properties"]
        found.append({"name": pool.name, **profile})
    body["properties"]["agentPoolProfiles"] = found
    return body


def _remove(change: Change) -> None:
    group = f"/subscriptions/{change.id.subscription}/resourceGroups/"
    for gone in change.cloud.store.remove(group + change.properties["nodeResourceGroup"]):
        change.cloud.directory.remove_of(gone.id)


def _links(change: Change) -> Iterable[Link]:
    for each in change.properties.get("agentPoolProfiles") or ():
        for part in ("vnetSubnetID", "podSubnetID"):
            subnet = str(each.get(part) or "")
            yield Link(subnet, "Microsoft.Network/virtualNetworks/subnets/join/action")
    for each in outbound(change):
        yield Link(each, f"{ADDRESS}/join/action")
    identity = change.resource.body.get("identity") or {}
    for each in identity.get("userAssignedIdentities") or {}:
        yield Link(each, f"{IDENTITY}/assign/action")


# --- Actions

# Entra ID's own applications for AKS: https://azure.github.io/kubelogin/concepts/aks.html
KUBELOGIN = (
    *("get-token", "--login", "devicecode", "--environment", "AzurePublicCloud"),
    *("--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630"),
    *("--client-id", "80faf920-1908-4b52-b5ef-a8e7bedfc67a"),
)


def _credential(call: Call) -> Answer:
    """A kubeconfig; a run may say where the cluster's API server really is."""
    name, properties = call.resource.name, call.resource.properties
    real = call.cloud.store.table(SERVERS).get(name) or {}
    server = real.get("server") or f"https://{properties['fqdn']}:443"
    authority = real.get("authority") or base64.b64encode(b"none").decode()
    group = call.resource.id.split("/")[4]
    user = f"clusterUser_{group}_{name}"
    arguments = "".join(f"      - {each}\n" for each in (*KUBELOGIN, "--tenant-id", TENANT))
    text = (
        "apiVersion: v1\nkind: Config\npreferences: {}\n"
        f"clusters:\n- name: {name}\n  cluster:\n    server: {server}\n"
        f"    certificate-authority-data: {authority}\n"
        f"users:\n- name: {user}\n  user:\n    exec:\n"
        "      apiVersion: client.authentication.k8s.io/v1beta1\n      command: kubelogin\n"
        f"      provideClusterInfo: false\n      env: null\n      args:\n{arguments}"
        f"contexts:\n- name: {name}\n  context:\n    cluster: {name}\n    user: {user}\n"
        f"current-context: {name}\n"
    )
    value = base64.b64encode(text.encode()).decode()
    return Answer(200, {"kubeconfigs": [{"name": "clusterUser", "value": value}]})


def _admin_credential(call: Call) -> Answer:
    if call.resource.properties.get("disableLocalAccounts"):
        raise refuse(
            "BadRequest",
            "Getting static credential is not allowed because this cluster is set to disable "
            "local accounts.",
        )
    return _credential(call)


def patch(cloud: Cloud) -> list[str]:
    """The automatic upgrade channel at work: aliases become the patch that they mean.

    https://github.com/hashicorp/terraform-provider-azurerm/issues/26946
    """
    moved = []
    for cluster in cloud.store.of_type(CLUSTER):
        full = cluster.properties["currentKubernetesVersion"]
        cluster.properties["kubernetesVersion"] = full
        for pool in cloud.store.children(cluster.id, POOL):
            pool.properties["orchestratorVersion"] = full
            pool.properties["currentOrchestratorVersion"] = full
        moved.append(cluster.name)
    return moved


def defend(cloud: Cloud) -> None:
    """Defender for Cloud provisions itself: clusters get a profile that Terraform didn't write."""
    workspace = cloud.store.of_type("Microsoft.OperationalInsights/workspaces")[0]
    for cluster in cloud.store.of_type(CLUSTER):
        profile = cluster.properties.setdefault("securityProfile", {})
        profile["defender"] = {
            "logAnalyticsWorkspaceResourceId": workspace.id,
            "securityMonitoring": {"enabled": True},
        }


def _write_maintenance(change: Change) -> None:
    known = ("default", "aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule")
    if change.id.name not in known:
        raise refuse(
            "InvalidMaintenanceConfiguration",
            f"Maintenance configuration {change.id.name} is none of {', '.join(known)}.",
        )


PROPERTIES = [
    "aiToolchainOperatorProfile",
    "apiServerAccessProfile",
    "autoScalerProfile",
    "autoUpgradeProfile",
    "azureMonitorProfile",
    "bootstrapProfile",
    "httpProxyConfig",
    "identityProfile",
    "ingressProfile",
    "linuxProfile",
    "metricsProfile",
    "nodeProvisioningProfile",
    "nodeResourceGroupProfile",
    "oidcIssuerProfile",
    "podIdentityProfile",
    "powerState",
    "privateLinkResources",
    "securityProfile",
    "serviceMeshProfile",
    "servicePrincipalProfile",
    "status",
    "storageProfile",
    "upgradeSettings",
    "windowsProfile",
    "workloadAutoScalerProfile",
]

TEXTS = [
    "azurePortalFQDN",
    "currentKubernetesVersion",
    "diskEncryptionSetID",
    "dnsPrefix",
    "fqdn",
    "fqdnSubdomain",
    "kubernetesVersion",
    "nodeResourceGroup",
    "privateFQDN",
    "provisioningState",
    "publicNetworkAccess",
    "resourceUID",
    "supportPlan",
]

KINDS = (
    Kind(
        CLUSTER,
        VERSIONS,
        {
            "sku": {"name": str, "tier": str},
            "kind": str,
            "eTag": str,
            "extendedLocation": Free(),
            "identity": {
                "type": str,
                "userAssignedIdentities": Free(),
                "principalId": str,
                "tenantId": str,
            },
            "properties": {
                **{each: Free() for each in PROPERTIES},
                **dict.fromkeys(TEXTS, str),
                "aadProfile": {
                    "adminGroupObjectIDs": [str],
                    "clientAppID": str,
                    "enableAzureRBAC": bool,
                    "managed": bool,
                    "serverAppID": str,
                    "serverAppSecret": str,
                    "tenantID": str,
                },
                "addonProfiles": Free(),
                "agentPoolProfiles": [{**pools.PROFILE, "name": str}],
                "disableLocalAccounts": bool,
                "enableRBAC": bool,
                "maxAgentPools": int,
                "networkProfile": {
                    "advancedNetworking": Free(),
                    "dnsServiceIP": str,
                    "ipFamilies": [str],
                    "loadBalancerProfile": Free(),
                    "loadBalancerSku": str,
                    "natGatewayProfile": Free(),
                    "networkDataplane": str,
                    "networkMode": str,
                    "networkPlugin": str,
                    "networkPluginMode": str,
                    "networkPolicy": str,
                    "outboundType": str,
                    "podCidr": str,
                    "podCidrs": [str],
                    "serviceCidr": str,
                    "serviceCidrs": [str],
                    "staticEgressGatewayProfile": Free(),
                },
            },
        },
        write=_write,
        remove=_remove,
        view=_view,
        links=_links,
        actions={
            "listClusterUserCredential": _credential,
            "listClusterAdminCredential": _admin_credential,
            "availableAgentPoolVersions": pools.versions,
        },
        slow=True,
        located=True,
        tags=50,
        name=r"[A-Za-z0-9]([\w-]{0,61}[A-Za-z0-9])?",
    ),
    Kind(
        MAINTENANCE,
        VERSIONS,
        {"properties": Free()},
        write=_write_maintenance,
    ),
)
