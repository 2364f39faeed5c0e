"""Changes of a specification whose plan the real provider makes, to compare it with the table."""

from dataclasses import dataclass

from conformance.applied.specifications import Edit


@dataclass(frozen=True)
class Family:
    """A sample, what it has beyond that before it is applied, and its changes by name."""

    sample: str
    base: tuple[Edit, ...]
    mutations: dict[str, tuple[Edit, ...]]


_AZURE = "    tags: {environment: demo}\n"
_VAULT = "    keyVault: {name: tworegionskv7, purgeProtection: false}\n"
_BASTION = "    bastion: {enabled: true, sku: Standard}\n"
_ONE = "    network: {addressSpace: 10.52.0.0/16} # subnets"
_DOORS = "    apiServer: {authorizedIpRanges: [203.0.113.0/28]}\n"
_TWO = "    network: {addressSpace: 10.53.0.0/16}\n"
_OVERLAY = "    pods: overlay\n"
_OVERLAY_RANGES = "    network: {addressSpace: 10.53.0.0/16, podCidr: 10.90.0.0/16}\n"
_GATEWAY = "    applicationGateway: {enabled: true}\n"
_INGRESS = "    ingress: {cluster: one, host: echo.contoso.example, tls: endToEnd}\n"

# Both regions have what they could have, and the second cluster is an overlay.
_BASE: tuple[Edit, ...] = (
    (_AZURE, _AZURE + _VAULT + _BASTION),
    (_ONE, _DOORS + _ONE),
    (_TWO, _OVERLAY + _OVERLAY_RANGES + _GATEWAY),
)

_NODES = """    kubernetesVersion: "1.36"
    skuTier: Premium
    nodePools:
      system:
        {vmSize: Standard_D8ds_v5, minCount: 1, maxCount: 4, maxPods: 60, osDiskType: Managed,
        osDiskSizeGb: 64}
      user:
        {vmSize: Standard_D4ds_v5, minCount: 1, maxCount: 6, maxPods: 40, osDiskType: Managed,
        osDiskSizeGb: 64}
"""

_SUBNETS = """    network:
      addressSpace: 10.52.0.0/16
      subnets:
        {system: 10.52.64.0/20, user: 10.52.80.0/20, applicationGateway: 10.52.96.0/24,
        bastion: 10.52.97.0/26, privateEndpoints: 10.52.97.64/26, pods: 10.52.0.0/18}
    # subnets"""

_SETTINGS = """    tags: {environment: production}
    adminGroupObjectIds: [44444444-4444-4444-4444-444444444444]
    logAnalytics: {retentionDays: 60, kubernetesAudit: all, metrics: true}
"""


def _azure(*lines: str) -> tuple[Edit, ...]:
    return ((_AZURE, _AZURE + "".join(f"    {each}\n" for each in lines)),)


def _vault(**settings: str) -> tuple[Edit, ...]:
    """Each setting is added to those that the base has."""
    more = "".join(f", {key}: {value}" for key, value in settings.items())
    return ((_VAULT, _VAULT.replace("}", more + "}")),)


TWO_REGIONS = Family(
    "two-regions",
    _BASE,
    {
        "an overlay's pod range": (("podCidr: 10.90.0.0/16", "podCidr: 10.91.0.0/16"),),
        "an overlay that ends": ((_OVERLAY, ""), (", podCidr: 10.90.0.0/16", "")),
        "pods in the nodes' subnet": ((_ONE, "    pods: nodeSubnet\n" + _ONE),),
        "pods in an overlay": ((_ONE, _OVERLAY + _ONE),),
        "a service range": (
            ("10.53.0.0/16, podCidr", "10.53.0.0/16, serviceCidr: 172.20.0.0/16, podCidr"),
        ),
        "a DNS service address": (
            ("10.53.0.0/16, podCidr", "10.53.0.0/16, dnsServiceIp: 172.16.0.20, podCidr"),
        ),
        "an address space": (("addressSpace: 10.53.0.0/16", "addressSpace: 10.63.0.0/16"),),
        "subnets": ((_ONE, _SUBNETS),),
        "zones": ((_OVERLAY, _OVERLAY + '    zones: ["1", "2"]\n'),),
        "node pools": ((_DOORS, _DOORS + _NODES),),
        "open API servers": ((_DOORS, ""),),
        "other ranges that reach an API server": (("203.0.113.0/28", "203.0.113.64/28"),),
        "a gateway without firewall": (("{enabled: true}", "{enabled: true, sku: Standard_v2}"),),
        "a larger gateway, whose firewall only detects": (
            (
                "{enabled: true}",
                "{enabled: true, firewallMode: Detection, minCapacity: 3, maxCapacity: 6}",
            ),
        ),
        "no gateway": ((_GATEWAY, ""),),
        "no Bastion": (("{enabled: true, sku: Standard}", "{enabled: false}"),),
        "a smaller Bastion": (("sku: Standard}", "sku: Basic}"),),
        "a larger Bastion": (("sku: Standard}", "sku: Premium}"),),
        "another shared cluster": (("sharedCluster: one", "sharedCluster: two"),),
        "names of the vault and the registry": (
            ("name: tworegionskv7", "name: other-kv-7"),
            (_AZURE, _AZURE + "    containerRegistry: {name: otheracr7}\n"),
        ),
        "a registry without private endpoint": _azure("containerRegistry: {sku: Standard}"),
        "the add-on's identity": _vault(access="addonIdentity"),
        "a vault with hardware, that keeps what is deleted": (
            ("purgeProtection: false", "purgeProtection: true, sku: premium"),
        ),
        "a vault that keeps for less time what is deleted": _vault(softDeleteRetentionDays="30"),
        "a vault that is closed": _vault(publicNetworkAccess="false"),
        "a vault with one open door": _vault(allowedIpRanges="[203.0.113.0/28]"),
        "tags, administrators and logs": ((_AZURE, _SETTINGS),),
        "who runs the steps": _azure("deployerObjectId: 55555555-5555-5555-5555-555555555555"),
        "a version of Istio": (("version: 1.31.0  ", "version: 1.31.1  "),),
        "an application's name": (("  - name: echoserver\n", "  - name: echo\n"),),
        "an application that nobody outside reaches": ((_INGRESS, ""),),
        "a cluster's name": (("  - name: two\n", "  - name: second\n"),),
        "a cluster's region": (("    region: northeurope\n", "    region: swedencentral\n"),),
        "a cluster that leaves": (
            (
                "  - name: two\n    region: northeurope\n" + _OVERLAY + _OVERLAY_RANGES + _GATEWAY,
                "",
            ),
        ),
        "the mesh's name": (("  name: two-regions  ", "  name: contoso-mesh "),),
    },
)

SAME_REGION = Family(
    "same-region",
    (),
    {
        "another Bastion's network": (("{bastionCluster: blue}", "{bastionCluster: green}"),),
        "pods in a subnet": (("    pods: nodeSubnet ", "    pods: subnet     "),),
    },
)

FIVE_CLUSTERS = Family(
    "five-clusters",
    (),
    {
        "an upgrade that ends": (("    previousVersion: 1.30.4 ", "    # "),),
        "a gateway with a firewall": (("{sku: Standard_v2}", "{sku: WAF_v2}"),),
        "an overlay that ends": (
            (
                "    pods: overlay\n    network: {addressSpace: 10.84.0.0/16}\n",
                "    network: {addressSpace: 10.84.0.0/16}\n",
            ),
        ),
    },
)

FAMILIES = (TWO_REGIONS, SAME_REGION, FIVE_CLUSTERS)

# Settings that no mutation changes, and why.
UNCHANGED = {
    "spec.azure.subscriptionId": "the simulated Azure has one",
    "spec.azure.tenantId": "the simulated Azure has one",
    "spec.clusters.istioNetwork": "nothing in Azure has it",
}
