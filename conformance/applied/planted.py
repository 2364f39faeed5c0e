"""Mistakes that bypass meshgen's rules, each with the code that Azure refuses it with.

Each is an edit of the tree of two-regions: of cluster two, mostly, and no further than needed.
"""

from dataclasses import dataclass, field
from typing import Any

Edit = tuple[str, str, str]

TWO = "cluster-two.tf"
SHARED = "shared.tf"
_MODULE = "modules/cluster/"
KUBERNETES = _MODULE + "kubernetes.tf"
IDENTITY = _MODULE + "identity.tf"
NETWORK = _MODULE + "network.tf"
GROUPS = _MODULE + "security_groups.tf"
GATEWAY = _MODULE + "application_gateway.tf"
BASTION = "modules/region/bastion.tf"
TAGS = ("terraform.tfvars", '"environment" = "demo"')

# What is applied beforehand.
NOTHING, NETWORKS, READY = "nothing", "networks", "ready"

CLUSTER = "module.cluster-two.azurerm_kubernetes_cluster.this"
SUBNETS = "module.cluster-two.azurerm_subnet.this"
NET = "module.cluster-two.azurerm_virtual_network.this"
ASSOCIATIONS = "module.cluster-two.azurerm_subnet_network_security_group_association.this"
POOL = "module.cluster-two.azurerm_kubernetes_cluster_node_pool.user"


@dataclass(frozen=True)
class Fault:
    """One mistake."""

    name: str
    code: str
    target: str
    edits: tuple[Edit, ...] = ()
    base: str = NOTHING
    settings: dict[str, Any] = field(default_factory=dict)
    taken: dict[str, list[str]] = field(default_factory=dict)


def _aks(name: str, code: str, *edits: Edit, **settings: Any) -> Fault:
    return Fault(name, code, CLUSTER, edits, READY, settings)


def _tag(text: str) -> Edit:
    return (*TAGS, text)


# The system pool's lines, from the one that tells it from the user pool.
POOL_LINES = """max_count       = 3
    max_pods        = 50
    os_disk_type    = "Ephemeral"
    os_disk_size_gb = 128"""

REPLICA = """  georeplications {
    location                        = "swedencentral"
    global_endpoint_routing_enabled = true
  }

"""

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
        SUBNETS,
        ((TWO, "10.53.16.0/20", "10.53.8.0/21"),),
        NETWORKS,
    ),
    Fault(
        "a subnet outside its network",
        "NetcfgInvalidSubnet",
        SUBNETS,
        ((TWO, "10.53.16.0/20", "10.99.0.0/20"),),
        NETWORKS,
    ),
    Fault(
        "a subnet smaller than /29",
        "NetcfgInvalidSubnet",
        SUBNETS,
        ((TWO, "10.53.48.64/26", "10.53.48.64/30"),),
        NETWORKS,
    ),
    Fault(
        "an address space with host bits",
        "InvalidCIDRNotation",
        NET,
        ((TWO, '"10.53.0.0/16"', '"10.53.7.0/16"'),),
    ),
    Fault(
        "an address space of loopback",
        "AddressPrefixNotAllowed",
        NET,
        ((TWO, '"10.53.0.0/16"', '"127.53.0.0/16"'),),
    ),
    Fault(
        "peered networks overlap",
        "VnetAddressSpacesOverlap",
        "azurerm_virtual_network_peering.this",
        ((TWO, '"10.53.0.0/16"', '"10.52.0.0/15"'),),
    ),
    Fault(
        "a Bastion's security group lacks a rule",
        "NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
        ASSOCIATIONS,
        (
            (
                GROUPS,
                '["5701", "8080"]\n      },\n      {\n        name         = "AllowSsh',
                '["8080"]\n      },\n      {\n        name         = "AllowSsh',
            ),
        ),
        NETWORKS,
    ),
    Fault(
        "a Bastion's subnet is too small",
        "BastionHostSubnetSizeInvalid",
        "module.region-northeurope.azurerm_bastion_host.this",
        ((TWO, "10.53.48.0/26", "10.53.48.0/27"),),
        NETWORKS,
    ),
    Fault(
        "the gateway's security group keeps GatewayManager out",
        "ApplicationGatewaySubnetInboundTrafficBlockedByNetworkSecurityGroup",
        "module.cluster-two.azurerm_application_gateway.this",
        ((GROUPS, '["65200-65535"]', '["65200-65534"]'),),
        NETWORKS,
    ),
    Fault(
        "a firewall policy on a gateway without firewall",
        "ApplicationGatewayFirewallPolicyNotSupportedForSku",
        "module.cluster-two.azurerm_application_gateway.this",
        ((TWO, '"WAF_v2"', '"Standard_v2"'),),
        NETWORKS,
    ),
    Fault(
        "more gateway instances than addresses",
        "ApplicationGatewaySubnetInsufficientIpAddresses",
        "module.cluster-two.azurerm_application_gateway.this",
        (
            (TWO, "10.53.32.0/24", "10.53.32.0/29"),
            (TWO, "max_capacity    = 3", "max_capacity    = 9"),
        ),
        NETWORKS,
    ),
    # Places
    Fault(
        "an unknown region",
        "LocationNotAvailableForResourceGroup",
        "module.cluster-two.azurerm_resource_group.this",
        ((TWO, '"northeurope"', '"northeuropa"'),),
    ),
    Fault(
        "zones in a region without any",
        "AvailabilityZoneNotSupported",
        "module.cluster-two.azurerm_public_ip.application_gateway",
        ((TWO, '"northeurope"', '"westus"'),),
    ),
    # Tags
    Fault(
        "a tag's name with a slash",
        "InvalidTagNameCharacters",
        "azurerm_resource_group.shared",
        (_tag('"cost/center" = "x"'),),
    ),
    Fault(
        "a tag's name with a space on a DNS zone",
        "InvalidTagName",
        "azurerm_private_dns_zone.vault",
        (_tag('"cost center" = "x"'),),
    ),
    Fault(
        "sixteen tags on a DNS zone",
        "InvalidTags",
        "azurerm_private_dns_zone.vault",
        (_tag(SIXTEEN),),
    ),
    # Names of the whole world
    Fault(
        "a vault's name that is taken",
        "VaultAlreadyExists",
        "azurerm_key_vault.this",
        taken={"vaults": ["two-regions-kv"]},
    ),
    Fault(
        "a registry's name that is taken",
        "AlreadyInUse",
        "azurerm_container_registry.this",
        taken={"registries": ["tworegionsacr"]},
    ),
    # Roles
    _aks(
        "the same role twice",
        "RoleAssignmentExists",
        (IDENTITY, "azurerm_user_assigned_identity.kubelet.id", "azurerm_virtual_network.this.id"),
        (IDENTITY, '"Managed Identity Operator"', '"Network Contributor"'),
    ),
    _aks(
        "the control plane may not join its subnets",
        "LinkedAuthorizationFailed",
        (IDENTITY, '"Network Contributor"', '"Reader"'),
    ),
    _aks(
        "the control plane may not assign the nodes' identity",
        "CustomKubeletIdentityMissingPermissionError",
        (IDENTITY, '"Managed Identity Operator"', '"Reader"'),
    ),
    _aks(
        "roles that are assigned, but not effective yet",
        "CustomKubeletIdentityMissingPermissionError",
        role_delay=3600,
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
    _aks("more vCPUs than the quota", "ErrCode_InsufficientVCPUQuota", vcpu_quota=4),
    _aks(
        "a node subnet that is delegated",
        "SubnetIsDelegated",
        (
            NETWORK,
            'Pods       = "Micro',
            'System     = "Microsoft.Netapp/volumes"\n    Pods       = "Micro',
        ),
        (
            NETWORK,
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
    _aks(
        "an overlay with too few addresses for its nodes",
        "InsufficientSubnetSize",
        (
            TWO,
            'pods           = "subnet"',
            'pods           = "overlay"\n  pod_cidr       = "10.244.0.0/23"',
        ),
        (
            TWO,
            POD_SUBNET,
            "",
        ),
    ),
    # What endpoints and monitoring ask for
    Fault(
        "private endpoints in a subnet that is too small",
        "SubnetIsFull",
        "azurerm_private_endpoint.registry",
        (
            ("cluster-one.tf", "10.52.48.64/26", "10.52.48.64/29"),
            (
                SHARED,
                "  georeplications {",
                REPLICA + "  georeplications {",
            ),
        ),
    ),
    Fault(
        "a log category that there isn't",
        "BadRequest",
        "module.cluster-two.azurerm_monitor_diagnostic_setting.virtual_network",
        ((NETWORK, "VMProtectionAlerts", "VMProtectionAlarms"),),
    ),
    Fault(
        "another tenant's vault",
        "BadRequest",
        "azurerm_key_vault.this",
        (
            (
                SHARED,
                "tenant_id                     = var.tenant_id",
                'tenant_id                     = "99999999-9999-9999-9999-999999999999"',
            ),
        ),
    ),
)
