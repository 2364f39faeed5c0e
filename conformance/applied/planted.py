"""Mistakes and mishaps that step 00 meets at Azure, one row each: how it is planted, Azure's code.

Each mistake bypasses meshgen's rules: it is an edit of the tree of two-regions, of cluster two
mostly. The fix undoes it; a mishap passes by itself.
"""

from dataclasses import dataclass, field
from typing import Any

Edit = tuple[str, str, str]

TWO = "cluster-two.tf"
SHARED_FILE = "shared.tf"
_MODULE = "modules/cluster/"
KUBERNETES = _MODULE + "kubernetes.tf"
IDENTITY = _MODULE + "identity.tf"
NETWORK_FILE = _MODULE + "network.tf"
GROUPS = _MODULE + "security_groups.tf"
TAGS = ("terraform.tfvars", '"environment" = "demo"')

# What is not there yet: each stage lacks what it is named after, and what needs that.
SHARED, GROUP, NETWORK, CLUSTER, NOTHING = "shared", "group", "network", "cluster", "nothing"

# What the step advises.
CHANGE = "Change mesh.yaml, not terraform/"
WAIT = "Azure was busy or short of something"
ROLE = "Azure still refuses an action after 1 seconds"
AGAIN = "A role that was just assigned has no effect yet: trying again."
# Long enough for one refusal of a cluster whose roles are made just before it.
LATE = 60.0


@dataclass(frozen=True)
class Fault:
    """One mistake or mishap."""

    name: str
    code: str
    lacks: str
    edits: tuple[Edit, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    taken: dict[str, list[str]] = field(default_factory=dict)
    switches: tuple[dict[str, Any], ...] = ()
    advice: str = CHANGE
    # Undoing it, or doing it, replaces what Azure took before it refused the rest.
    destroys: bool = False
    # Edits of the tree that the fix leaves, as Azure wouldn't take the fix.
    stays: tuple[Edit, ...] = ()
    # How often up.sh may have to resume after the fix.
    resumes: int = 1

    @property
    def is_survived(self) -> bool:
        return self.advice in ("", AGAIN)


def _aks(name: str, code: str, *edits: Edit, **more: Any) -> Fault:
    return Fault(name, code, CLUSTER, edits, **more)


def _mishap(name: str, code: str, advice: str, **switch: Any) -> Fault:
    """Something that happens to the request that creates cluster two."""
    planted = {"path": "managedClusters/two-regions-two-aks$", **switch}
    if switch["kind"] == "fail":
        planted["code"] = code
    return Fault(name, code, CLUSTER, switches=(planted,), advice=advice)


def _tag(text: str) -> Edit:
    return (*TAGS, text)


# The system pool's lines, from the one that tells it from the user pool.
POOL_LINES = """max_count       = 3
    max_pods        = 50
    os_disk_type    = "Ephemeral"
    os_disk_size_gb = 128"""

# As many as fill a small subnet with the addresses of one endpoint.
REPLICAS = "".join(
    f"""  georeplications {{
    location                        = "{region}"
    global_endpoint_routing_enabled = true
  }}

"""
    for region in (
        "francecentral",
        "germanywestcentral",
        "italynorth",
        "norwayeast",
        "polandcentral",
        "spaincentral",
        "swedencentral",
        "switzerlandnorth",
        "uksouth",
    )
)

POD_SUBNET = (
    '    "Pods"               = { address_prefix = "10.53.128.0/17", '
    'network_security_group = "two-regions-two-pods-nsg" }\n'
)

SIXTEEN = "\n".join(f'"t{number}" = ""' for number in range(16))

FAULTS = (
    # Networks
    Fault(
        "two subnets overlap",
        "NetcfgSubnetRangesOverlap",
        NETWORK,
        ((TWO, "10.53.16.0/20", "10.53.8.0/21"),),
        # The other subnet may be created before the wrong one that is there is changed.
        resumes=2,
    ),
    Fault(
        "a subnet outside its network",
        "NetcfgInvalidSubnet",
        NETWORK,
        ((TWO, "10.53.16.0/20", "10.99.0.0/20"),),
    ),
    Fault(
        "a subnet smaller than /29",
        "NetcfgInvalidSubnet",
        NETWORK,
        ((TWO, "10.53.48.64/26", "10.53.48.64/30"),),
    ),
    Fault(
        "an address space with host bits",
        "InvalidCIDRNotation",
        NETWORK,
        ((TWO, '"10.53.0.0/16"', '"10.53.7.0/16"'),),
    ),
    Fault(
        "an address space of loopback",
        "AddressPrefixNotAllowed",
        NETWORK,
        ((TWO, '"10.53.0.0/16"', '"127.53.0.0/16"'),),
    ),
    Fault(
        "peered networks overlap",
        "VnetAddressSpacesOverlap",
        NETWORK,
        ((TWO, '"10.53.0.0/16"', '"10.52.0.0/15"'),),
    ),
    Fault(
        "a Bastion's security group lacks a rule",
        "NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
        NETWORK,
        (
            (
                GROUPS,
                '["5701", "8080"]\n      },\n      {\n        name         = "AllowSsh',
                '["8080"]\n      },\n      {\n        name         = "AllowSsh',
            ),
        ),
    ),
    Fault(
        "a Bastion's subnet is too small",
        "BastionHostSubnetSizeInvalid",
        NETWORK,
        ((TWO, "10.53.48.0/26", "10.53.48.0/27"),),
    ),
    Fault(
        "a Bastion in another region than its network",
        "InvalidResourceReference",
        NETWORK,
        (
            (
                "modules/region/bastion.tf",
                "location            = azurerm_resource_group.this.location\n  sku",
                'location            = "westeurope"\n  sku',
            ),
        ),
    ),
    Fault(
        "the gateway's security group keeps GatewayManager out",
        "ApplicationGatewaySubnetInboundTrafficBlockedByNetworkSecurityGroup",
        NETWORK,
        ((GROUPS, '["65200-65535"]', '["65200-65534"]'),),
    ),
    Fault(
        "a firewall policy on a gateway without firewall",
        "ApplicationGatewayFirewallPolicyNotSupportedForSku",
        NETWORK,
        ((TWO, '"WAF_v2"', '"Standard_v2"'),),
    ),
    Fault(
        "more gateway instances than addresses",
        "ApplicationGatewaySubnetInsufficientIpAddresses",
        NETWORK,
        (
            (TWO, "10.53.32.0/24", "10.53.32.0/29"),
            (TWO, "max_capacity    = 3", "max_capacity    = 9"),
        ),
    ),
    # Places
    Fault(
        "an unknown region",
        "LocationNotAvailableForResourceGroup",
        GROUP,
        ((TWO, '"northeurope"', '"northeuropa"'),),
    ),
    Fault(
        "zones in a region without any",
        "AvailabilityZoneNotSupported",
        GROUP,
        ((TWO, '"northeurope"', '"westus"'),),
        destroys=True,
    ),
    # Tags
    Fault(
        "a tag's name with a slash",
        "InvalidTagNameCharacters",
        NOTHING,
        (_tag('"cost/center" = "x"'),),
    ),
    Fault(
        "a tag's name with a space on a DNS zone",
        "InvalidTagName",
        NOTHING,
        (_tag('"cost center" = "x"'),),
    ),
    Fault(
        "sixteen tags on a DNS zone",
        "InvalidTags",
        NOTHING,
        (_tag(SIXTEEN),),
    ),
    # Names of the whole world
    Fault(
        "a vault's name that is taken",
        "VaultAlreadyExists",
        SHARED,
        taken={"vaults": ["two-regions-kv"]},
    ),
    Fault(
        "a registry's name that is taken",
        "AlreadyInUse",
        SHARED,
        taken={"registries": ["tworegionsacr"]},
    ),
    # Roles
    _aks(
        "the same role twice",
        "RoleAssignmentExists",
        (IDENTITY, "azurerm_user_assigned_identity.kubelet.id", "azurerm_virtual_network.this.id"),
        (IDENTITY, '"Managed Identity Operator"', '"Network Contributor"'),
        destroys=True,
    ),
    _aks(
        "the control plane may not join its subnets",
        "LinkedAuthorizationFailed",
        (IDENTITY, '"Network Contributor"', '"Reader"'),
        advice=ROLE,
        destroys=True,
    ),
    _aks(
        "the control plane may not assign the nodes' identity",
        "CustomKubeletIdentityMissingPermissionError",
        (IDENTITY, '"Managed Identity Operator"', '"Reader"'),
        advice=ROLE,
        destroys=True,
    ),
    _aks(
        "roles that are assigned, but not effective yet",
        "CustomKubeletIdentityMissingPermissionError",
        settings={"role_delay": 3600},
        advice=ROLE,
    ),
    # AKS
    _aks(
        "a service range where a subnet is",
        "ServiceCidrOverlapExistingSubnetsCidr",
        (TWO, "172.16.0.0/16", "10.53.0.0/21"),
        (TWO, "172.16.0.10", "10.53.0.10"),
    ),
    _aks(
        "a service range of /12",
        "ServiceCidrTooLarge",
        (TWO, "172.16.0.0/16", "10.96.0.0/12"),
        (TWO, "172.16.0.10", "10.96.0.10"),
    ),
    _aks(
        "a service range that AKS reserves",
        "InvalidParameter",
        (TWO, "172.16.0.0/16", "172.31.0.0/16"),
        (TWO, "172.16.0.10", "172.31.0.10"),
    ),
    _aks(
        "a DNS address outside the service range",
        "DNSServiceIPNotInServiceCidr",
        (TWO, "172.16.0.10", "172.17.0.10"),
    ),
    _aks(
        "the service range's first address for DNS",
        "InvalidDNSServiceIP",
        (TWO, "172.16.0.10", "172.16.0.1"),
    ),
    _aks(
        "an ephemeral disk on a size without a local one",
        "VMCacheSizeTooSmall",
        (TWO, '"Standard_D4ds_v5"', '"Standard_D4s_v5"'),
    ),
    _aks(
        "an ephemeral disk larger than the local one",
        "VMCacheSizeTooSmall",
        (TWO, POOL_LINES, POOL_LINES.replace("128", "1024")),
    ),
    _aks(
        "an unknown VM size",
        "BadRequest",
        (TWO, '"Standard_D4ds_v5"', '"Standard_D4dsv5"'),
    ),
    _aks(
        "a system pool of one vCPU",
        "SystemPoolSkuTooLow",
        (TWO, '"Standard_D4ds_v5"', '"Standard_DS1_v2"'),
    ),
    _aks(
        "a pool without space for thirty pods",
        "InsufficientMaxPods",
        (
            TWO,
            "max_count       = 3\n    max_pods        = 50",
            "max_count       = 3\n    max_pods        = 10",
        ),
    ),
    _aks(
        "a Kubernetes version that is out of support",
        "K8sVersionNotSupported",
        (TWO, '"1.35"', '"1.29"'),
    ),
    _aks("more vCPUs than the quota", "ErrCode_InsufficientVCPUQuota", settings={"vcpu_quota": 4}),
    _aks(
        "a node subnet that is delegated",
        "SubnetIsDelegated",
        (
            NETWORK_FILE,
            'Pods       = "Micro',
            'System     = "Microsoft.Netapp/volumes"\n    Pods       = "Micro',
        ),
        (
            NETWORK_FILE,
            "virtualNetworks/subnets/join/action",
            'networkinterfaces/*", "Microsoft.Network/virtualNetworks/subnets/join/action',
        ),
    ),
    _aks(
        "nodes in the gateway's subnet",
        "ApplicationGatewaySubnetCannotBeUsedByOtherResources",
        (KUBERNETES, 'azurerm_subnet.this["System"].id', 'azurerm_subnet.this["AppGateway"].id'),
    ),
    _aks(
        "a node subnet that is too small",
        "InsufficientSubnetSize",
        (TWO, "10.53.0.0/20", "10.53.0.0/29"),
    ),
    Fault(
        "an overlay with too few addresses for its nodes",
        "InsufficientSubnetSize",
        NETWORK,
        ((TWO, '"10.244.0.0/16"', '"10.244.0.0/23"'),),
        # Its gateway is in a subnet that is delegated, which Azure doesn't take back.
        stays=(
            (
                TWO,
                'pods           = "subnet"',
                'pods           = "overlay"\n  pod_cidr       = "10.244.0.0/16"',
            ),
            (TWO, POD_SUBNET, ""),
        ),
        destroys=True,
    ),
    # What endpoints and monitoring ask for
    Fault(
        "private endpoints in a subnet that is too small",
        "SubnetIsFull",
        SHARED,
        ((SHARED_FILE, "  georeplications {", REPLICAS + "  georeplications {"),),
        # Its range can't change any more when the vault's endpoint is in it.
        stays=(("cluster-one.tf", "10.52.48.64/26", "10.52.48.64/28"),),
    ),
    Fault(
        "a log category that there isn't",
        "BadRequest",
        NETWORK,
        ((NETWORK_FILE, "VMProtectionAlerts", "VMProtectionAlarms"),),
    ),
    Fault(
        "another tenant's vault",
        "BadRequest",
        SHARED,
        (
            (
                SHARED_FILE,
                "tenant_id                     = var.tenant_id",
                'tenant_id                     = "99999999-9999-9999-9999-999999999999"',
            ),
        ),
    ),
    # What passes by itself
    _mishap("throttled three times", "TooManyRequests", "", kind="throttle", times=3),
    _mishap("an operation that takes eight seconds", "", "", kind="slow", seconds=8),
    _mishap("another operation in progress", "AnotherOperationInProgress", WAIT, kind="conflict"),
    _mishap("a token that has been revoked", "ExpiredAuthenticationToken", WAIT, kind="expire"),
    _mishap(
        "an operation that fails",
        "OutOfCapacity",
        WAIT,
        kind="fail",
        message="No room left.",
    ),
    _mishap(
        "a failed operation that is the tree's fault",
        "CreateVMSSAgentPoolFailed",
        CHANGE,
        kind="fail",
        message="The nodes did not get ready.",
    ),
    Fault(
        "roles that take effect after some seconds",
        "CustomKubeletIdentityMissingPermissionError",
        GROUP,
        settings={"role_delay": LATE},
        advice=AGAIN,
    ),
)
