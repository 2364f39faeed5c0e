"""Node pools of AKS: their checks, whether they come alone or with their cluster."""

import math
from dataclasses import dataclass
from ipaddress import IPv4Network

from conformance.azure.answers import Answer, Body, Refusal
from conformance.azure.catalog import (
    DEFAULT_KUBERNETES,
    KUBERNETES,
    ZONED_REGIONS,
    Size,
    kubernetes,
    region,
    size,
)
from conformance.azure.cloud import Cloud
from conformance.azure.kind import Call, Change, Kind
from conformance.azure.kinds.networks import SUBNET, subnet_ranges, users
from conformance.azure.shapes import TAGS, Choice, Free
from conformance.azure.store import Resource

CLUSTER = "Microsoft.ContainerService/managedClusters"
POOL = CLUSTER + "/agentPools"
# What the provider (2025-10-01, 2026-04-01) and az 2.91 (2026-06-01) send.
VERSIONS = ("2025-10-01", "2026-04-01", "2026-06-01")


@dataclass(frozen=True)
class Wanted:
    """A pool as a request describes it, beside the cluster that it belongs to."""

    cloud: Cloud
    cluster: Resource
    name: str
    profile: Body

    @property
    def place(self) -> str:
        return region(self.cluster.location)

    @property
    def most(self) -> int:
        """The most nodes that the pool may have."""
        if self.profile.get("enableAutoScaling"):
            return int(self.profile.get("maxCount") or 1)
        return int(self.profile.get("count") or 1)

    @property
    def least(self) -> int:
        if self.profile.get("enableAutoScaling"):
            return int(self.profile.get("minCount") or 1)
        return int(self.profile.get("count") or 1)

    @property
    def surge(self) -> int:
        text = str((self.profile.get("upgradeSettings") or {}).get("maxSurge") or "10%")
        if text.endswith("%"):
            return math.ceil(self.most * int(text[:-1]) / 100)
        return int(text)

    @property
    def max_pods(self) -> int:
        return int(self.profile.get("maxPods") or (250 if self.is_overlay else 30))

    @property
    def network(self) -> Body:
        found: Body = self.cluster.properties.get("networkProfile") or {}
        return found

    @property
    def is_overlay(self) -> bool:
        return self.network.get("networkPluginMode") == "overlay"


def check(pool: Wanted, before: Body | None) -> None:
    """Everything that AKS asks before it makes or changes a pool."""
    _check_counts(pool)
    found = _check_size(pool)
    _check_disk(pool, found)
    _check_zones(pool)
    _check_subnets(pool)
    if before is None:
        _check_quota(pool, found)
    else:
        _check_fixed(pool, before)
    _check_version(pool, before)


def fill(pool: Wanted, before: Body | None) -> None:
    """What AKS computes."""
    profile = pool.profile
    profile.setdefault("orchestratorVersion", pool.cluster.properties.get("kubernetesVersion"))
    current = kubernetes(str(profile["orchestratorVersion"])) or DEFAULT_KUBERNETES
    kept = str((before or {}).get("currentOrchestratorVersion") or "")
    # A minor's alias moves no pool that runs a patch of that minor.
    if kept and kept.startswith(str(profile["orchestratorVersion"])):
        current = kept
    profile["currentOrchestratorVersion"] = current
    profile["powerState"] = {"code": "Running"}
    profile["nodeImageVersion"] = "AKSUbuntu-2404gen2containerd-202611.10.0"
    for name, value in DEFAULTS.items():
        if profile.get(name) is None:
            profile[name] = value
    profile["count"] = max(profile.get("count") or pool.least, pool.least)
    for name in ("podSubnetID", "vnetSubnetID"):
        subnet = pool.cloud.find(str(profile.get(name) or ""), SUBNET)
        if subnet and name == "podSubnetID":
            _delegate(subnet)


DEFAULTS: Body = {
    "enableAutoScaling": False,
    "enableFIPS": False,
    "enableNodePublicIP": False,
    "enableEncryptionAtHost": False,
    "enableUltraSSD": False,
    "kubeletDiskType": "OS",
    "mode": "User",
    "osSKU": "Ubuntu",
    "osType": "Linux",
    "scaleDownMode": "Delete",
    "type": "VirtualMachineScaleSets",
    "securityProfile": {"enableSecureBoot": False, "enableVTPM": False},
}


def _delegate(subnet: Resource) -> None:
    """AKS delegates a pod subnet to itself, if nobody has.

    https://learn.microsoft.com/azure/aks/configure-azure-cni-dynamic-ip-allocation
    """
    found = subnet.properties.setdefault("delegations", [])
    if not found:
        found.append(
            {
                "id": f"{subnet.id}/delegations/aks-delegation",
                "name": "aks-delegation",
                "type": SUBNET + "/delegations",
                "properties": {
                    "serviceName": CLUSTER,
                    "actions": ["Microsoft.Network/virtualNetworks/subnets/join/action"],
                },
            }
        )


def _refuse(code: str, text: str) -> Refusal:
    return Refusal(400, code, text)


def _check_counts(pool: Wanted) -> None:
    """https://learn.microsoft.com/azure/aks/quotas-skus-regions"""
    if pool.least > pool.most or pool.most > 1000:
        raise _refuse(
            "InvalidParameter",
            f"AgentPoolProfile:{pool.name} has minCount {pool.least} and maxCount {pool.most}: "
            "the first must not exceed the second, nor this one 1000.",
        )
    if not 10 <= pool.max_pods <= 250 or pool.max_pods * pool.least < 30:
        # https://github.com/Azure/AKS/issues/1422
        raise _refuse(
            "InsufficientMaxPods",
            f"Max pods of AgentPoolProfile:{pool.name} is {pool.max_pods}: it must be between 10 "
            "and 250, with space for at least 30 pods in the pool.",
        )


def _check_size(pool: Wanted) -> Size:
    """https://github.com/dotnet/core/issues/8000 quotes the first error."""
    name = str(pool.profile.get("vmSize"))
    found = size(name)
    if found is None:
        raise _refuse(
            "BadRequest",
            f"The VM size of AgentPoolProfile:{pool.name} is not allowed in your subscription in "
            f"location '{pool.place}'. For more details, please visit "
            "https://aka.ms/aks/quotas-skus-regions",
        )
    # https://learn.microsoft.com/azure/aks/use-system-pools#system-and-user-node-pools
    small = found.vcpus < 2 or found.memory < 4
    if pool.profile.get("mode") == "System" and (small or found.family.startswith("standardB")):
        raise _refuse(
            "SystemPoolSkuTooLow",
            f"The VM SKU chosen for this system pool {name} does not meet the minimum requirement "
            "of 2 vCPUs and 4 GB memory, or is a burstable one.",
        )
    return found


def _check_disk(pool: Wanted, found: Size) -> None:
    """https://github.com/Azure/AKS/issues/2672"""
    wanted = int(pool.profile.get("osDiskSizeGB") or 128)
    if pool.profile.get("osDiskType") == "Ephemeral" and found.temporary_disk < wanted:
        room, need = int(found.temporary_disk * 2**30), wanted * 2**30
        raise _refuse(
            "VMCacheSizeTooSmall",
            f"The virtual machine size {found.name} has a cache size of {room} bytes, but the OS "
            f"disk requires {need} bytes. Use a VM size with larger cache or disable ephemeral OS.",
        )


def _check_zones(pool: Wanted) -> None:
    """https://github.com/cloud-barista/cb-spider/issues/1246"""
    zones = pool.profile.get("availabilityZones") or []
    if zones and pool.place not in ZONED_REGIONS:
        raise _refuse(
            "AvailabilityZoneNotSupported",
            "Preflight validation check for resource(s) for container service "
            f"{pool.cluster.name} in resource group {pool.cluster.id.split('/')[4]} failed. "
            f"Message: Availability zone is not supported in region {pool.place}.",
        )
    if set(zones) - {"1", "2", "3"} or len(set(zones)) < len(zones):
        raise _refuse("InvalidParameter", f"Zones {zones} of {pool.name} are not valid.")


def _check_subnets(pool: Wanted) -> None:
    nodes = str(pool.profile.get("vnetSubnetID") or "")
    if not nodes:
        return
    subnet = pool.cloud.find(nodes, SUBNET)
    if subnet is None:
        raise _refuse(
            "VnetSubnetNotFound", f"The subnet {nodes} of {pool.name} could not be found."
        )
    if subnet.properties.get("delegations"):
        # https://github.com/MicrosoftDocs/azure-docs/issues/69774
        raise _refuse(
            "SubnetIsDelegated",
            f"AgentPoolProfile.VnetSubnetID {nodes} cannot be used as it's a delegated subnet. "
            "Please check https://aka.ms/adv-network-prerequest for more details.",
        )
    for user in users(pool.cloud, nodes):
        if "/providers/microsoft.network/applicationgateways/" in user.lower():
            # https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure
            raise _refuse(
                "ApplicationGatewaySubnetCannotBeUsedByOtherResources",
                f"Subnet {nodes} can only contain application gateways, such as {user}.",
            )
    _check_pod_subnet(pool)
    _check_node_space(pool, subnet)


def _check_pod_subnet(pool: Wanted) -> None:
    pods = str(pool.profile.get("podSubnetID") or "")
    if not pods:
        return
    subnet = pool.cloud.find(pods, SUBNET)
    if subnet is None:
        raise _refuse("PodSubnetNotFound", f"The pod subnet {pods} could not be found.")
    for each in subnet.properties.get("delegations") or ():
        if each["properties"]["serviceName"].lower() != CLUSTER.lower():
            raise _refuse(
                "SubnetIsDelegated",
                f"AgentPoolProfile.PodSubnetID {pods} cannot be used as it's a delegated subnet.",
            )
    if pool.is_overlay:
        raise _refuse("InvalidParameter", "podSubnetID can't be set with network mode overlay.")
    # Each node takes addresses by 16. https://github.com/MicrosoftDocs/azure-docs/issues/97370
    nodes = sum(each.most + each.surge for each in _in_subnet(pool, "podSubnetID"))
    _check_space(subnet_ranges(subnet)[0], 16 * nodes, subnet.name)


def _check_node_space(pool: Wanted, subnet: Resource) -> None:
    """https://github.com/Azure/AKS/issues/3653 quotes the error."""
    wanted = 0
    for each in _in_subnet(pool, "vnetSubnetID"):
        nodes = each.most + each.surge
        wanted += nodes
        if not each.is_overlay and not each.profile.get("podSubnetID"):
            wanted += nodes * each.max_pods
    _check_space(subnet_ranges(subnet)[0], wanted, subnet.name)


def _check_space(prefix: IPv4Network, wanted: int, name: str) -> None:
    usable = prefix.num_addresses - 5
    if wanted > usable:
        raise _refuse(
            "InsufficientSubnetSize",
            f"Pre-allocated IPs {wanted} exceeds IPs available {usable} in Subnet Cidr {prefix}, "
            f"Subnet Name {name}. If Autoscaler is enabled, the max-count from each nodepool is "
            "counted towards this total (which means that pre-allocated IPs count represents a "
            "theoretical max value, not the actual number of IPs requested). "
            "http://aka.ms/aks/insufficientsubnetsize",
        )


def _in_subnet(pool: Wanted, part: str) -> list[Wanted]:
    """Every pool with addresses in the same subnet, of whatever cluster."""
    key = str(pool.profile[part]).lower()
    found = [pool]
    for each in pool.cloud.store.of_type(POOL):
        cluster = pool.cloud.store.get(each.id.rsplit("/", 2)[0])
        mine = each.id.rsplit("/", 2)[0].lower() == pool.cluster.key and each.name == pool.name
        if cluster and not mine and str(each.properties.get(part) or "").lower() == key:
            found.append(Wanted(pool.cloud, cluster, each.name, each.properties))
    return found


def _check_quota(pool: Wanted, found: Size) -> None:
    """VCPUs of the family in the region; nodes count, surge nodes too while they are there."""
    used = 0
    for each in pool.cloud.store.of_type(POOL):
        cluster = pool.cloud.store.get(each.id.rsplit("/", 2)[0])
        other = size(str(each.properties.get("vmSize")))
        same = other is not None and other.family == found.family
        if cluster and other and same and region(cluster.location) == pool.place:
            used += other.vcpus * int(each.properties.get("count") or 1)
    wanted = found.vcpus * pool.least
    left = pool.cloud.settings.vcpu_quota - used
    if wanted > left:
        raise _refuse(
            "ErrCode_InsufficientVCPUQuota",
            f"Insufficient vcpu quota requested {wanted}, remaining {left} for family "
            f"{found.family} for region {pool.place}.",
        )


# https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update
FIXED = ("vmSize", "osDiskSizeGB", "osDiskType", "maxPods", "vnetSubnetID", "podSubnetID")


def _check_fixed(pool: Wanted, before: Body) -> None:
    for name in (*FIXED, "availabilityZones", "osType"):
        old, new = before.get(name), pool.profile.get(name)
        if new is not None and str(old).lower() != str(new).lower():
            raise _refuse(
                "PropertyChangeNotAllowed",
                f"Changing property 'properties.{name}' is not allowed.",
            )


def _check_version(pool: Wanted, before: Body | None) -> None:
    wanted = str(pool.profile.get("orchestratorVersion") or "")
    if not wanted or (before and before.get("orchestratorVersion") == wanted):
        return
    if kubernetes(wanted) is None:
        raise _refuse(
            "AgentPoolK8sVersionNotSupported",
            f"Version {wanted} is not supported in this region. Please use [az aks get-versions] "
            "command to get the supported version list in this region. For more information, "
            "please check https://aka.ms/supported-version-list",
        )
    control = str(
        pool.cluster.properties.get("currentKubernetesVersion")
        or kubernetes(str(pool.cluster.properties.get("kubernetesVersion") or ""))
        or DEFAULT_KUBERNETES
    )
    minors = [int(each.split(".")[1]) for each in (wanted, control)]
    if minors[0] > minors[1]:
        # https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling
        raise _refuse(
            "NodePoolMcVersionIncompatible",
            f"Node pool version {wanted} and control plane version {control} are incompatible. "
            f"Minor version of node pool version {minors[0]} is bigger than control plane version "
            f"{minors[1]}. For more information, please check https://aka.ms/aks/UpgradeVersionRules",
        )


# --- The resource


def _write(change: Change) -> None:
    cluster = change.cloud.find(change.id.parent, CLUSTER)
    if cluster is None:
        raise _refuse("ParentResourceNotFound", f"{change.id.parent} could not be found.")
    wanted = Wanted(change.cloud, cluster, change.id.name, change.properties)
    before = change.before.properties if change.before else None
    check(wanted, before)
    fill(wanted, before)


def _remove(change: Change) -> None:
    """https://learn.microsoft.com/azure/aks/use-system-pools"""
    siblings = change.cloud.store.children(change.id.parent, POOL)
    system = [each for each in siblings if each.properties.get("mode") == "System"]
    if len(system) == 1 and system[0].key == change.id.key:
        raise _refuse(
            "OperationNotAllowed",
            "There has to be at least one system agent pool.",
        )


def versions(call: Call) -> Answer:
    found = [patch for patches in KUBERNETES.values() for patch in patches]
    listed: list[Body] = [{"kubernetesVersion": each} for each in found]
    for each in listed:
        if each["kubernetesVersion"] == DEFAULT_KUBERNETES:
            each["default"] = True
    return Answer(
        200,
        {
            "id": call.resource.id + "/availableagentpoolversions",
            "name": "default",
            "type": CLUSTER + "/availableAgentpoolVersions",
            "properties": {"agentPoolVersions": listed},
        },
    )


PROFILE = {
    "availabilityZones": [str],
    "capacityReservationGroupID": str,
    "count": int,
    "creationData": Free(),
    "currentOrchestratorVersion": str,
    "eTag": str,
    "enableAutoScaling": bool,
    "enableEncryptionAtHost": bool,
    "enableFIPS": bool,
    "enableNodePublicIP": bool,
    "enableUltraSSD": bool,
    "gpuInstanceProfile": str,
    "gpuProfile": Free(),
    "hostGroupID": str,
    "kubeletConfig": Free(),
    "kubeletDiskType": str,
    "linuxOSConfig": Free(),
    "maxCount": int,
    "maxPods": int,
    "messageOfTheDay": str,
    "minCount": int,
    "mode": Choice("System", "User", "Gateway"),
    "networkProfile": Free(),
    "nodeImageVersion": str,
    "nodeLabels": TAGS,
    "nodePublicIPPrefixID": str,
    "nodeTaints": [str],
    "orchestratorVersion": str,
    "osDiskSizeGB": int,
    "osDiskType": Choice("Managed", "Ephemeral"),
    "osSKU": str,
    "osType": Choice("Linux", "Windows"),
    "podIPAllocationMode": str,
    "podSubnetID": str,
    "powerState": Free(),
    "provisioningState": str,
    "proximityPlacementGroupID": str,
    "scaleDownMode": str,
    "scaleSetEvictionPolicy": str,
    "scaleSetPriority": str,
    "securityProfile": Free(),
    "spotMaxPrice": float,
    "status": Free(),
    "tags": TAGS,
    "type": str,
    "upgradeSettings": {
        "maxSurge": str,
        "maxUnavailable": str,
        "drainTimeoutInMinutes": int,
        "nodeSoakDurationInMinutes": int,
        "undrainableNodeBehavior": str,
    },
    "virtualMachineNodesStatus": Free(),
    "virtualMachinesProfile": Free(),
    "vmSize": str,
    "vnetSubnetID": str,
    "windowsProfile": Free(),
    "workloadRuntime": str,
}

KINDS = (
    Kind(
        POOL,
        VERSIONS,
        {"properties": PROFILE},
        write=_write,
        remove=_remove,
        slow=True,
        name=r"[a-z][a-z0-9]{0,11}",
    ),
)
