"""Changes of a specification, and what Terraform may do for each of them."""

import re
from dataclasses import dataclass, field

from conformance.applied.specifications import Edit
from conformance.applied.terraform import Change, Plan

Patterns = tuple[str, ...]


@dataclass(frozen=True)
class Expected:
    """A change, and patterns of the addresses that each action may touch."""

    name: str
    edits: tuple[Edit, ...]
    create: Patterns = ()
    update: Patterns = ()
    delete: Patterns = ()
    replace: Patterns = ()
    # Azure's code, where a plan looks possible and its apply is refused.
    refused: str = ""

    def faults(self, plan: Plan) -> list[str]:
        """What the plan does beyond that, and what it doesn't do of it."""
        if plan.done.code == 1:
            return [plan.text]
        found = []
        for action in ("create", "update", "delete", "replace"):
            patterns: Patterns = getattr(self, action)
            touched = [each for each in plan.changes if each.action == action]
            found += [f"{action} {a.address} is not expected" for a in _beyond(touched, patterns)]
            for pattern in patterns:
                if not any(re.search(pattern, each.address) for each in touched):
                    found.append(f"{action} of {pattern} is expected, and not planned")
        return found


def _beyond(touched: list[Change], patterns: Patterns) -> list[Change]:
    return [
        each
        for each in touched
        if not any(re.search(pattern, each.address) for pattern in patterns)
    ]


def of_cluster(mesh: str, name: str) -> Patterns:
    """Everything that a tree has for one cluster."""
    return (
        rf"^module\.cluster-{name}\.",
        rf'^azurerm_role_assignment\.\w+\["{name}(/[\w-]+)?"\]$',
        rf'^azurerm_private_dns_zone_virtual_network_link\.\w+\["{name}"\]$',
        rf'^azurerm_virtual_network_peering\.this\["{mesh}-({name}-to-\w+|\w+-to-{name})"\]$',
    )


def of_region(name: str) -> str:
    return rf"^module\.region-{name}\."


REGISTRY = r"^azurerm_container_registry\.this$"
CLUSTER = r"\.azurerm_kubernetes_cluster\.this$"
POOL = r"\.azurerm_kubernetes_cluster_node_pool\.user$"


@dataclass(frozen=True)
class Sample:
    """A sample's changes."""

    name: str
    clusters: tuple[str, ...]
    changes: tuple[Expected, ...] = field(default=())


_TWO = "  - name: two\n    region: northeurope\n    network: {addressSpace: 10.53.0.0/16}\n"


def _third(region: str) -> str:
    three = f"  - name: three\n    region: {region}\n    network: {{addressSpace: 10.54.0.0/16}}\n"
    return _TWO + three


_DEFAULTS = '    kubernetesVersion: "1.35"\n'


MINOR = ((_DEFAULTS, '    kubernetesVersion: "1.36"\n'),)


def _defaults(line: str) -> Edit:
    return (_DEFAULTS, _DEFAULTS + line)


TWO_REGIONS = Sample(
    "two-regions",
    ("one", "two"),
    (
        Expected(
            "a cluster added in a region of its own",
            ((_TWO, _third("swedencentral")),),
            create=(*of_cluster("two-regions", "three"), of_region("swedencentral")),
            update=(REGISTRY,),
        ),
        Expected(
            "a cluster added in a region that has one",
            ((_TWO, _third("northeurope")),),
            create=of_cluster("two-regions", "three"),
        ),
        Expected(
            "a cluster removed",
            ((_TWO, ""),),
            delete=(*of_cluster("two-regions", "two"), of_region("northeurope")),
            update=(REGISTRY,),
        ),
        Expected(
            "API servers that are open to some addresses only",
            (_defaults("    apiServer: {authorizedIpRanges: [203.0.113.240/28]}\n"),),
            create=(r"\.azurerm_public_ip\.egress", r"\.azurerm_role_assignment\.cluster_egress"),
            update=(CLUSTER,),
        ),
        Expected(
            "a vault that is open to some addresses only",
            (
                (
                    "    tags: {environment: demo}\n",
                    "    tags: {environment: demo}\n"
                    "    keyVault: {allowedIpRanges: [203.0.113.240/28]}\n",
                ),
            ),
            update=(r"^azurerm_key_vault\.this$",),
        ),
        Expected(
            "a pool's range",
            (_defaults("    nodePools: {user: {maxCount: 8}}\n"),),
            update=(POOL,),
        ),
        Expected(
            "a pool's VM size",
            (_defaults("    nodePools: {user: {vmSize: Standard_D16ds_v5}}\n"),),
            update=(POOL,),
        ),
        Expected(
            "the system pool's VM size",
            (_defaults("    nodePools: {system: {vmSize: Standard_D8ds_v5}}\n"),),
            update=(CLUSTER,),
        ),
        Expected(
            "a tag",
            (("tags: {environment: demo}", "tags: {environment: test}"),),
            update=(r"\.azurerm_", r"^azurerm_"),
        ),
        Expected(
            "the Kubernetes minor version",
            # No change for Terraform: scripts/upgrade-kubernetes.sh raises it.
            MINOR,
        ),
        Expected(
            "a cluster's region",
            (("    region: northeurope\n", "    region: swedencentral\n"),),
            create=(of_region("swedencentral"),),
            update=(REGISTRY,),
            delete=(of_region("northeurope"),),
            replace=(
                *of_cluster("two-regions", "two"),
                r"^module\.cluster-two\.azurerm_subnet\.this\[",
                r'^azurerm_virtual_network_peering\.this\["two-regions-two-to-one"\]$',
            ),
        ),
        Expected(
            "a cluster's address space, which is in use",
            (("addressSpace: 10.53.0.0/16", "addressSpace: 10.63.0.0/16"),),
            update=(
                r"^module\.cluster-two\.azurerm_virtual_network\.this$",
                r"^module\.cluster-two\.azurerm_subnet\.this\[",
                r"^module\.cluster-two\.azurerm_network_security_group\.this\[",
                r'^azurerm_virtual_network_peering\.this\["two-regions-one-to-two"\]$',
            ),
            refused="NetcfgInvalidSubnet",
        ),
        Expected(
            "a cluster's name",
            (("  - name: two\n", "  - name: second\n"),),
            create=of_cluster("two-regions", "second"),
            update=(),
            delete=of_cluster("two-regions", "two"),
        ),
        Expected(
            "the mesh's name",
            (("  name: two-regions  ", "  name: contoso-mesh "),),
            create=(r"^azurerm_virtual_network_peering\.this",),
            delete=(r"^azurerm_virtual_network_peering\.this",),
            replace=(r"azurerm_",),
        ),
    ),
)

_GREEN = "  - name: green\n    region: westeurope\n    network: {addressSpace: 10.61.0.0/16}\n"
_THIRD = "  - name: third\n    region: westeurope\n    network: {addressSpace: 10.62.0.0/16}\n"

# Its API servers are open to some addresses only, of which each cluster's is one.
SAME_REGION = Sample(
    "same-region",
    ("blue", "green"),
    (
        Expected(
            "a cluster added",
            ((_GREEN, _GREEN + _THIRD),),
            create=of_cluster("same-region", "third"),
            update=(CLUSTER,),
        ),
        Expected(
            "a cluster removed, its application moved",
            ((_GREEN, ""), ("runsIn: [green]", "runsIn: [blue]")),
            delete=of_cluster("same-region", "green"),
            update=(CLUSTER,),
        ),
    ),
)

_UTRECHT = "  - name: utrecht\n    region: westeurope\n    network: {addressSpace: 10.81.0.0/16}\n"
_LULEA = (
    "  - name: lulea\n    region: swedencentral\n    pods: overlay\n"
    "    network: {addressSpace: 10.84.0.0/16}\n"
)
_PARIS = "  - name: paris\n    region: francecentral\n    network: {addressSpace: 10.85.0.0/16}\n"

_UPGRADE = (
    "    version: 1.31.0\n    previousVersion: 1.30.4               # an upgrade is under way\n"
)
_UPGRADE_BACK = "    version: 1.30.4\n    previousVersion: 1.31.0\n"

FIVE_CLUSTERS = Sample(
    "five-clusters",
    ("amsterdam", "utrecht", "dublin", "gavle", "lulea"),
    (
        Expected(
            "a cluster added in a region of its own",
            ((_LULEA, _LULEA + _PARIS),),
            create=(*of_cluster("five-clusters", "paris"), of_region("francecentral")),
            update=(REGISTRY,),
        ),
        Expected(
            "a flat cluster removed",
            ((_UTRECHT, ""),),
            delete=of_cluster("five-clusters", "utrecht"),
        ),
        Expected(
            "an overlay cluster removed",
            ((_LULEA, ""),),
            delete=of_cluster("five-clusters", "lulea"),
        ),
        Expected(
            "an Istio upgrade that goes back",
            ((_UPGRADE, _UPGRADE_BACK),),
        ),
        Expected(
            "an Istio upgrade that ends",
            ((_UPGRADE, "    version: 1.31.0\n"),),
            delete=(r'azurerm_federated_identity_credential\.istiod\["1-30-4"\]$',),
        ),
    ),
)

SAMPLES = {each.name: each for each in (TWO_REGIONS, SAME_REGION, FIVE_CLUSTERS)}
