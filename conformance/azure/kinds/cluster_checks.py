"""What AKS refuses of a cluster, and what its identities must be allowed to do."""

from ipaddress import IPv4Address, IPv4Network

from conformance.azure.answers import Body, Refusal
from conformance.azure.catalog import kubernetes, region
from conformance.azure.directory import TENANT
from conformance.azure.kind import Change
from conformance.azure.kinds.addresses import ADDRESS
from conformance.azure.kinds.identities import IDENTITY
from conformance.azure.kinds.networks import SUBNET, ranges, subnet_ranges
from conformance.azure.kinds.pools import POOL, Wanted
from conformance.azure.store import Resource

GATEWAY = "Microsoft.Network/applicationGateways"

# Ranges that AKS takes for no pods, services or nodes.
# https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning
RESERVED = tuple(
    map(IPv4Network, ("169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"))
)

# The addresses of this Azure are those of RFC 5737.
DOCUMENTATION = IPv4Network("203.0.113.0/24")


def refuse(code: str, text: str) -> Refusal:
    return Refusal(400, code, text)


def check(change: Change, profiles: list[Body]) -> None:
    """Refuses what AKS refuses of a cluster and the pools that come with it."""
    _check_versions(change)
    _check_networks(change, profiles)
    _check_identity(change, profiles)
    _check_addons(change)
    _check_accounts(change)
    _check_api_server(change)
    if change.before is None:
        _check_profiles(change, profiles)


def _check_versions(change: Change) -> None:
    wanted = str(change.properties.get("kubernetesVersion") or "")
    if not wanted:
        return
    if kubernetes(wanted) is None:
        raise refuse(
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
        raise refuse(
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
        raise refuse("InvalidParameter", "podCidr needs network plugin mode overlay.")
    subnets = [str(each.get("vnetSubnetID") or "") for each in profiles]
    _check_subnets(change, subnets, service, pod)
    if service:
        _check_service(network, service)
    if pod:
        _check_pods(change, profiles, pod)
    if service and pod and service.overlaps(pod):
        raise refuse(
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
            raise refuse(
                "InvalidParameter",
                f"The value of parameter networkProfile.{part} is invalid: {found} overlaps "
                f"{each}, which AKS reserves.",
            )
    return found


def _check_service(network: Body, service: IPv4Network) -> None:
    """https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning"""
    if service.prefixlen <= 12:
        raise refuse(
            "ServiceCidrTooLarge",
            f"The specified service CIDR {service} is too large: it must be smaller than /12.",
        )
    dns = IPv4Address(network.get("dnsServiceIP") or service[10])
    if dns not in service:
        raise refuse(
            "DNSServiceIPNotInServiceCidr",
            f"DNSServiceIP {dns} is not in the service CIDR {service}.",
        )
    # https://github.com/Azure/AKS/issues/2579
    if dns in (service[0], service[1], service[-1]):
        raise refuse(
            "InvalidDNSServiceIP",
            f"DNSServiceIP {dns} is the first or last address of the service CIDR {service}.",
        )


def _check_subnets(
    change: Change, subnets: list[str], service: IPv4Network | None, pod: IPv4Network | None
) -> None:
    """Neither services nor pods may be where a subnet of the cluster's network is."""
    owners = {each.rsplit("/", 2)[0].lower() for each in subnets if each}
    if len(owners) > 1:
        raise refuse(
            "AgentPoolSubnetsInDifferentVnets",
            "All agent pools of a cluster must be in one virtual network.",
        )
    networks = [each for each in map(change.cloud.store.get, owners) if each]
    for network in networks:
        if region(network.location) != region(change.resource.location):
            raise refuse(
                "VnetLocationMismatch",
                f"Virtual network {network.id} is in {network.location}, and the cluster in "
                f"{change.resource.location}.",
            )
        for subnet in change.cloud.store.children(network.id, SUBNET):
            for each in subnet_ranges(subnet):
                if service and each.overlaps(service):
                    # https://github.com/Azure/AKS/issues/1117
                    raise refuse(
                        "ServiceCidrOverlapExistingSubnetsCidr",
                        f"The specified service CIDR {service} is conflicted with an existing "
                        f"subnet CIDR {each}",
                    )
                if pod and each.overlaps(pod):
                    raise refuse(
                        "PodCidrOverlapExistingSubnetsCidr",
                        f"The specified pod CIDR {pod} is conflicted with an existing subnet "
                        f"CIDR {each}",
                    )
                _check_reserved(each)


def _check_reserved(subnet: IPv4Network) -> None:
    for each in RESERVED:
        if subnet.overlaps(each):
            raise refuse(
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
        raise refuse(
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
        raise refuse(
            "CiliumRequiresOverlayOrPodSubnet",
            "Cilium dataplane requires network plugin mode overlay or pod subnet.",
        )
    if network.get("networkPolicy") not in ("cilium", None, ""):
        raise refuse("InvalidNetworkPolicy", "Cilium dataplane requires network policy cilium.")


def _identity(change: Change) -> Resource | None:
    """The control plane's own identity."""
    identity = change.resource.body.get("identity") or {}
    for each in identity.get("userAssignedIdentities") or {}:
        found = change.cloud.find(each, IDENTITY)
        if found is None:
            raise refuse("InvalidParameter", f"Identity {each} could not be found.")
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
                    f"'{node_group(change)}'; however, it does not have permission to perform "
                    f"action '{join}' on the linked scope(s) '{subnet}' or the linked scope(s) "
                    "are invalid.",
                )


def outbound(change: Change) -> list[str]:
    """The addresses of outbound calls that the cluster was given."""
    network = change.properties.get("networkProfile") or {}
    given = (network.get("loadBalancerProfile") or {}).get("outboundIPs") or {}
    return [str(each.get("id")) for each in given.get("publicIPs") or ()]


def _check_outbound(change: Change, principal: str) -> None:
    """https://learn.microsoft.com/azure/aks/aks-service-permissions"""
    for each in outbound(change):
        if change.cloud.find(each, ADDRESS) is None:
            raise refuse("PublicIPNotFound", f"Public IP address {each} could not be found.")
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
        raise refuse("InvalidParameter", f"Kubelet identity {identifier} could not be found.")
    for part, name in (("clientId", "clientId"), ("objectId", "principalId")):
        if kubelet.get(part) and kubelet[part] != found.properties[name]:
            raise refuse("InvalidParameter", f"Kubelet identity {identifier} has another {part}.")
    action = f"{IDENTITY}/assign/action"
    if not change.cloud.may(principal, action, identifier):
        raise refuse(
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
            raise refuse(
                "IngressAppGwAddonConfigApplicationGatewayNotFound",
                f"IngressApplicationGateway addon cannot find application gateway {gateway}",
            )
        workspace = str(config.get("logAnalyticsWorkspaceResourceID") or "")
        if name == "omsagent" and change.cloud.store.get(workspace) is None:
            raise refuse(
                "InvalidLogAnalyticsWorkspace",
                f"omsagent addon cannot find workspace {workspace}",
            )


def _check_accounts(change: Change) -> None:
    """https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad"""
    aad = change.properties.get("aadProfile") or {}
    if change.properties.get("disableLocalAccounts") and not aad.get("managed", bool(aad)):
        raise refuse(
            "BadRequest", "Disable local accounts is not allowed without managed Entra ID."
        )
    if aad and aad.get("tenantID") not in (None, "", TENANT):
        raise refuse(
            "BadRequest", f"The tenant {aad.get('tenantID')} is not that of the subscription."
        )
    security = change.properties.get("securityProfile") or {}
    issuer = change.properties.get("oidcIssuerProfile") or {}
    if (security.get("workloadIdentity") or {}).get("enabled") and not issuer.get("enabled"):
        raise refuse("OIDCIssuerNotEnabled", "Workload identity requires the OIDC issuer.")


def _check_api_server(change: Change) -> None:
    """https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges"""
    access = change.properties.get("apiServerAccessProfile") or {}
    allowed = access.get("authorizedIPRanges") or []
    if len(allowed) > 200:
        raise refuse("InvalidParameter", f"{len(allowed)} authorized IP ranges are more than 200.")
    for each in ranges(allowed, change.id.text):
        if not each.is_global and not each.subnet_of(DOCUMENTATION):
            raise refuse("InvalidParameter", f"Authorized IP range {each} is not public.")


def _check_profiles(change: Change, profiles: list[Body]) -> None:
    if not any(each.get("mode") == "System" for each in profiles):
        raise refuse("NoSystemPool", "There has to be at least one system agent pool.")
    prefix = str(change.properties.get("dnsPrefix") or "")
    if not prefix or len(prefix) > 54:
        raise refuse("InvalidParameter", f"The dnsPrefix '{prefix}' is invalid: 1 to 54 letters.")
    group = node_group(change)
    if change.cloud.store.get(group):
        raise Refusal(
            409,
            "NodeResourceGroupAlreadyExists",
            f"The node resource group {group} of cluster {change.id.name} exists already.",
        )
    if len(group.rsplit("/", 1)[-1]) > 80:
        raise refuse("InvalidParameter", f"The node resource group {group} is too long: 80.")


def node_group(change: Change) -> str:
    name = change.properties.get("nodeResourceGroup")
    if not name:
        place = region(change.resource.location)
        name = f"MC_{change.id.group}_{change.id.name}_{place}"
    return f"/subscriptions/{change.id.subscription}/resourceGroups/{name}"
