"""AKS clusters: their checks, their identities, what AKS makes beside them."""

import base64
import copy
import uuid
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network

from conformance.azure.answers import Answer, Body, Refusal
from conformance.azure.catalog import DEFAULT_KUBERNETES, kubernetes, region
from conformance.azure.cloud import Cloud
from conformance.azure.directory import TENANT
from conformance.azure.kind import Call, Change, Kind, Link, Show
from conformance.azure.kinds import pools
from conformance.azure.kinds.addresses import ADDRESS
from conformance.azure.kinds.identities import IDENTITY
from conformance.azure.kinds.networks import SUBNET, ranges, subnet_ranges
from conformance.azure.kinds.pools import CLUSTER, POOL, VERSIONS, Wanted
from conformance.azure.shapes import Free
from conformance.azure.store import Resource

GROUP = "Microsoft.Resources/resourceGroups"
GATEWAY = "Microsoft.Network/applicationGateways"
MAINTENANCE = CLUSTER + "/maintenanceConfigurations"
SERVERS = "api-servers"

# Ranges that AKS takes for no pods, services or nodes.
# https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning
RESERVED = tuple(
    map(IPv4Network, ("169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"))
)

# The addresses of this Azure are those of RFC 5737.
DOCUMENTATION = IPv4Network("203.0.113.0/24")

# Add-ons with an identity of their own, and what AKS calls it.
ADDONS = {
    "azureKeyvaultSecretsProvider": "azurekeyvaultsecretsprovider",
    "ingressApplicationGateway": "ingressapplicationgateway",
    "omsagent": "omsagent",
    "azurepolicy": "azurepolicy",
}


def _refuse(code: str, text: str) -> Refusal:
    return Refusal(400, code, text)


def _write(change: Change) -> None:
    properties = change.properties
    profiles: list[Body] = properties.pop("agentPoolProfiles", None) or []
    before = change.before
    _check_versions(change)
    _check_networks(change, profiles)
    _check_identity(change, profiles)
    _check_addons(change)
    _check_accounts(change)
    _check_api_server(change)
    if before is None:
        _check_profiles(change, profiles)
    made = _check_pools(change, profiles)
    _fill(change)
    if before is None:
        _make_node_group(change)
    _fill_addons(change)
    for pool in made:
        change.cloud.store.put(pool)


# --- Checks


def _check_versions(change: Change) -> None:
    wanted = str(change.properties.get("kubernetesVersion") or "")
    if not wanted:
        return
    if kubernetes(wanted) is None:
        raise _refuse(
            "K8sVersionNotSupported",
            f"Managed cluster {change.id.name} is on version {wanted}, which is not supported in "
            "this region. Please use [az aks get-versions] command to get the supported version "
            "list in this region. For more information, please check "
            "https://aka.ms/supported-version-list",
        )
    if change.before is None:
        return
    current = str(change.before.properties["currentKubernetesVersion"])
    old, new = (int(each.split(".")[1]) for each in (current, wanted))
    # https://learn.microsoft.com/azure/aks/upgrade-aks-control-plane
    if new < old or new > old + 1:
        what = "Downgrading" if new < old else "Upgrading"
        raise _refuse(
            "OperationNotAllowed",
            f"{what} Kubernetes version {current} to {wanted} is not allowed. Available upgrades: "
            "[az aks get-upgrades]. Please see https://aka.ms/aks-supported-k8s-ver for version "
            "details.",
        )


def _check_networks(change: Change, profiles: list[Body]) -> None:
    network = change.properties.get("networkProfile") or {}
    service = _range(change, network, "serviceCidr")
    pod = _range(change, network, "podCidr")
    if pod and network.get("networkPluginMode") != "overlay":
        raise _refuse("InvalidParameter", "podCidr needs network plugin mode overlay.")
    subnets = [str(each.get("vnetSubnetID") or "") for each in profiles]
    _check_subnets(change, subnets, service, pod)
    if service:
        _check_service(network, service)
    if pod:
        _check_pods(change, profiles, pod)
    if service and pod and service.overlaps(pod):
        raise _refuse(
            "ServiceCidrOverlapPodCidr",
            f"The specified service CIDR {service} is conflicted with pod CIDR {pod}.",
        )
    _check_data_plane(network, profiles)


def _range(change: Change, network: Body, part: str) -> IPv4Network | None:
    text = network.get(part)
    if not text:
        return None
    found = ranges([text], change.id.text)[0]
    for each in RESERVED:
        if found.overlaps(each):
            # https://github.com/Azure/AKS/issues/2234
            raise _refuse(
                "InvalidParameter",
                f"The value of parameter networkProfile.{part} is invalid: {found} overlaps "
                f"{each}, which AKS reserves.",
            )
    return found


def _check_service(network: Body, service: IPv4Network) -> None:
    """https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning"""
    if service.prefixlen <= 12:
        raise _refuse(
            "ServiceCidrTooLarge",
            f"The specified service CIDR {service} is too large: it must be smaller than /12.",
        )
    dns = IPv4Address(network.get("dnsServiceIP") or service[10])
    if dns not in service:
        raise _refuse(
            "DNSServiceIPNotInServiceCidr",
            f"DNSServiceIP {dns} is not in the service CIDR {service}.",
        )
    # https://github.com/Azure/AKS/issues/2579
    if dns in (service[0], service[1], service[-1]):
        raise _refuse(
            "InvalidDNSServiceIP",
            f"DNSServiceIP {dns} is the first or last address of the service CIDR {service}.",
        )


def _check_subnets(
    change: Change, subnets: list[str], service: IPv4Network | None, pod: IPv4Network | None
) -> None:
    """Neither services nor pods may be where a subnet of the cluster's network is."""
    owners = {each.rsplit("/", 2)[0].lower() for each in subnets if each}
    if len(owners) > 1:
        raise _refuse(
            "AgentPoolSubnetsInDifferentVnets",
            "All agent pools of a cluster must be in one virtual network.",
        )
    networks = [each for each in map(change.cloud.store.get, owners) if each]
    for network in networks:
        if region(network.location) != region(change.resource.location):
            raise _refuse(
                "VnetLocationMismatch",
                f"Virtual network {network.id} is in {network.location}, and the cluster in "
                f"{change.resource.location}.",
            )
        for subnet in change.cloud.store.children(network.id, SUBNET):
            for each in subnet_ranges(subnet):
                if service and each.overlaps(service):
                    # https://github.com/Azure/AKS/issues/1117
                    raise _refuse(
                        "ServiceCidrOverlapExistingSubnetsCidr",
                        f"The specified service CIDR {service} is conflicted with an existing "
                        f"subnet CIDR {each}",
                    )
                if pod and each.overlaps(pod):
                    raise _refuse(
                        "PodCidrOverlapExistingSubnetsCidr",
                        f"The specified pod CIDR {pod} is conflicted with an existing subnet "
                        f"CIDR {each}",
                    )
                _check_reserved(each)


def _check_reserved(subnet: IPv4Network) -> None:
    for each in RESERVED:
        if subnet.overlaps(each):
            raise _refuse(
                "InvalidParameter", f"Subnet CIDR {subnet} overlaps {each}, which AKS reserves."
            )


def _check_pods(change: Change, profiles: list[Body], pod: IPv4Network) -> None:
    """A /24 for each node. https://github.com/Azure/AKS-Construction/issues/701"""
    names = {str(each["name"]) for each in profiles}
    wanted = [Wanted(change.cloud, change.resource, each["name"], each) for each in profiles]
    for each in change.cloud.store.children(change.id.text, POOL):
        if each.name not in names:
            wanted.append(Wanted(change.cloud, change.resource, each.name, each.properties))
    addresses = 256 * sum(each.most + each.surge for each in wanted)
    if addresses > pod.num_addresses:
        raise _refuse(
            "InsufficientSubnetSize",
            f"Pre-allocated IPs {addresses} exceeds IPs available {pod.num_addresses} in Subnet "
            f"Cidr {pod}, Subnet Name networkProfile.podCIDR. If Autoscaler is enabled, the "
            "max-count from each nodepool is counted towards this total (which means that "
            "pre-allocated IPs count represents a theoretical max value, not the actual number of "
            "IPs requested). http://aka.ms/aks/insufficientsubnetsize",
        )


def _check_data_plane(network: Body, profiles: list[Body]) -> None:
    """https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium"""
    if network.get("networkDataplane") != "cilium":
        return
    overlay = network.get("networkPluginMode") == "overlay"
    pod_subnets = profiles and all(each.get("podSubnetID") for each in profiles)
    if not overlay and not pod_subnets and profiles:
        raise _refuse(
            "CiliumRequiresOverlayOrPodSubnet",
            "Cilium dataplane requires network plugin mode overlay or pod subnet.",
        )
    if network.get("networkPolicy") not in ("cilium", None, ""):
        raise _refuse("InvalidNetworkPolicy", "Cilium dataplane requires network policy cilium.")


def _identity(change: Change) -> Resource | None:
    """The control plane's own identity."""
    identity = change.resource.body.get("identity") or {}
    for each in identity.get("userAssignedIdentities") or {}:
        found = change.cloud.find(each, IDENTITY)
        if found is None:
            raise _refuse("InvalidParameter", f"Identity {each} could not be found.")
        return found
    return None


def _check_identity(change: Change, profiles: list[Body]) -> None:
    """The roles that the control plane needs, effective at this moment."""
    control = _identity(change)
    kubelet = (change.properties.get("identityProfile") or {}).get("kubeletidentity")
    if control is None:
        return
    principal = str(control.properties["principalId"])
    if kubelet:
        _check_kubelet(change, principal, kubelet)
    _check_outbound(change, principal)
    join = "Microsoft.Network/virtualNetworks/subnets/join/action"
    for each in profiles:
        for part in ("vnetSubnetID", "podSubnetID"):
            subnet = str(each.get(part) or "")
            if subnet and not change.cloud.may(principal, join, subnet):
                client = control.properties["clientId"]
                raise Refusal(
                    403,
                    "LinkedAuthorizationFailed",
                    f"The client '{client}' with object id '{principal}' has permission to "
                    "perform action 'Microsoft.Compute/virtualMachineScaleSets/write' on scope "
                    f"'{_node_group(change)}'; however, it does not have permission to perform "
                    f"action '{join}' on the linked scope(s) '{subnet}' or the linked scope(s) "
                    "are invalid.",
                )


def _outbound(change: Change) -> list[str]:
    """The addresses of outbound calls that the cluster was given."""
    network = change.properties.get("networkProfile") or {}
    given = (network.get("loadBalancerProfile") or {}).get("outboundIPs") or {}
    return [str(each.get("id")) for each in given.get("publicIPs") or ()]


def _check_outbound(change: Change, principal: str) -> None:
    """https://learn.microsoft.com/azure/aks/aks-service-permissions"""
    for each in _outbound(change):
        if change.cloud.find(each, ADDRESS) is None:
            raise _refuse("PublicIPNotFound", f"Public IP address {each} could not be found.")
        join = f"{ADDRESS}/join/action"
        if not change.cloud.may(principal, join, each):
            raise Refusal(
                403,
                "LinkedAuthorizationFailed",
                f"The client with object id '{principal}' does not have permission to perform "
                f"action '{join}' on the linked scope(s) '{each}'.",
            )


def _check_kubelet(change: Change, principal: str, kubelet: Body) -> None:
    """https://learn.microsoft.com/azure/aks/use-managed-identity#bring-your-own-kubelet-identity"""
    identifier = str(kubelet.get("resourceId"))
    found = change.cloud.find(identifier, IDENTITY)
    if found is None:
        raise _refuse("InvalidParameter", f"Kubelet identity {identifier} could not be found.")
    for part, name in (("clientId", "clientId"), ("objectId", "principalId")):
        if kubelet.get(part) and kubelet[part] != found.properties[name]:
            raise _refuse("InvalidParameter", f"Kubelet identity {identifier} has another {part}.")
    action = f"{IDENTITY}/assign/action"
    if not change.cloud.may(principal, action, identifier):
        raise _refuse(
            "CustomKubeletIdentityMissingPermissionError",
            "The cluster user assigned identity must be given permission to assign kubelet "
            f"identity {identifier}. Check access result not allowed for action {action}. The "
            "cluster identity must be granted 'Managed Identity Operator' role on it.",
        )


def _check_addons(change: Change) -> None:
    for name, addon in (change.properties.get("addonProfiles") or {}).items():
        config = addon.get("config") or {}
        if not addon.get("enabled"):
            continue
        gateway = str(config.get("applicationGatewayId") or "")
        if gateway and change.cloud.find(gateway, GATEWAY) is None:
            raise _refuse(
                "IngressAppGwAddonConfigApplicationGatewayNotFound",
                f"IngressApplicationGateway addon cannot find application gateway {gateway}",
            )
        workspace = str(config.get("logAnalyticsWorkspaceResourceID") or "")
        if name == "omsagent" and change.cloud.store.get(workspace) is None:
            raise _refuse(
                "InvalidLogAnalyticsWorkspace",
                f"omsagent addon cannot find workspace {workspace}",
            )


def _check_accounts(change: Change) -> None:
    """https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad"""
    aad = change.properties.get("aadProfile") or {}
    if change.properties.get("disableLocalAccounts") and not aad.get("managed", bool(aad)):
        raise _refuse(
            "BadRequest", "Disable local accounts is not allowed without managed Entra ID."
        )
    if aad and aad.get("tenantID") not in (None, "", TENANT):
        raise _refuse(
            "BadRequest", f"The tenant {aad.get('tenantID')} is not that of the subscription."
        )
    security = change.properties.get("securityProfile") or {}
    issuer = change.properties.get("oidcIssuerProfile") or {}
    if (security.get("workloadIdentity") or {}).get("enabled") and not issuer.get("enabled"):
        raise _refuse("OIDCIssuerNotEnabled", "Workload identity requires the OIDC issuer.")


def _check_api_server(change: Change) -> None:
    """https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges"""
    access = change.properties.get("apiServerAccessProfile") or {}
    allowed = access.get("authorizedIPRanges") or []
    if len(allowed) > 200:
        raise _refuse("InvalidParameter", f"{len(allowed)} authorized IP ranges are more than 200.")
    for each in ranges(allowed, change.id.text):
        if not each.is_global and not each.subnet_of(DOCUMENTATION):
            raise _refuse("InvalidParameter", f"Authorized IP range {each} is not public.")


def _check_profiles(change: Change, profiles: list[Body]) -> None:
    if not any(each.get("mode") == "System" for each in profiles):
        raise _refuse("NoSystemPool", "There has to be at least one system agent pool.")
    prefix = str(change.properties.get("dnsPrefix") or "")
    if not prefix or len(prefix) > 54:
        raise _refuse("InvalidParameter", f"The dnsPrefix '{prefix}' is invalid: 1 to 54 letters.")
    group = _node_group(change)
    if change.cloud.store.get(group):
        raise Refusal(
            409,
            "NodeResourceGroupAlreadyExists",
            f"The node resource group {group} of cluster {change.id.name} exists already.",
        )
    if len(group.rsplit("/", 1)[-1]) > 80:
        raise _refuse("InvalidParameter", f"The node resource group {group} is too long: 80.")


def _check_pools(change: Change, profiles: list[Body]) -> list[Resource]:
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


# --- What AKS computes


def _node_group(change: Change) -> str:
    name = change.properties.get("nodeResourceGroup")
    if not name:
        place = region(change.resource.location)
        name = f"MC_{change.id.group}_{change.id.name}_{place}"
    return f"/subscriptions/{change.id.subscription}/resourceGroups/{name}"


def _fill(change: Change) -> None:
    properties, place = change.properties, region(change.resource.location)
    kept = change.before.properties if change.before else {}
    host = (
        kept.get("fqdn")
        or f"{properties['dnsPrefix']}-{uuid.uuid4().hex[:8]}.hcp.{place}.azmk8s.io"
    )
    properties["fqdn"] = host
    properties["azurePortalFQDN"] = host.replace(".hcp", ".portal.hcp")
    properties["nodeResourceGroup"] = _node_group(change).rsplit("/", 1)[-1]
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
    identifier = _node_group(change)
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
        identifier = f"{_node_group(change)}/providers/{IDENTITY}/{identity}"
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
    for each in _outbound(change):
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
        raise _refuse(
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
        raise _refuse(
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
