"""The simulated AKS: what it makes, and what it refuses."""

import copy
from pathlib import Path
from typing import Any

import pytest

from conformance.azure.caller import code
from conformance.azure.roles import BY_NAME
from conformance.tests.simulated import Azure

CLUSTERS = "Microsoft.ContainerService/managedClusters"


SYSTEM_POOL = {
    "name": "system",
    "mode": "System",
    "vmSize": "Standard_D4ds_v5",
    "enableAutoScaling": True,
    "minCount": 2,
    "maxCount": 3,
    "maxPods": 50,
    "osDiskType": "Ephemeral",
    "osDiskSizeGB": 128,
    "availabilityZones": ["1", "2", "3"],
}


class Ground:
    """A network, identities with their roles, and a cluster's body that fits them."""

    def __init__(self, folder: Path) -> None:
        self.azure = Azure(folder)
        self.network = self.azure.network("net", "10.1.0.0/16")
        for name, prefix in (("nodes", "10.1.0.0/20"), ("small", "10.1.32.0/29")):
            wanted = {"properties": {"addressPrefix": prefix}}
            assert self.azure.put(f"{self.network}/subnets/{name}", wanted).status == 201
        self.control = self.azure.identity("control")
        self.kubelet = self.azure.identity("kubelet")
        self.path = f"{self.azure.group()}/providers/{CLUSTERS}/aks"

    def grant(self) -> None:
        principal = self.control["properties"]["principalId"]
        operator = BY_NAME["managed identity operator"].id
        contributor = BY_NAME["network contributor"].id
        self.azure.assign(principal, operator, self.kubelet["id"], "operator")
        self.azure.assign(principal, contributor, self.network, "contributor")

    def body(self) -> dict[str, Any]:
        pool = {**SYSTEM_POOL, "vnetSubnetID": f"{self.network}/subnets/nodes"}
        kubelet = {
            "resourceId": self.kubelet["id"],
            "clientId": self.kubelet["properties"]["clientId"],
            "objectId": self.kubelet["properties"]["principalId"],
        }
        return {
            "location": "westeurope",
            "identity": {
                "type": "UserAssigned",
                "userAssignedIdentities": {self.control["id"]: {}},
            },
            "properties": {
                "dnsPrefix": "aks",
                "kubernetesVersion": "1.35",
                "agentPoolProfiles": [pool],
                "identityProfile": {"kubeletidentity": kubelet},
                "networkProfile": {
                    "networkPlugin": "azure",
                    "networkPluginMode": "overlay",
                    "podCidr": "10.244.0.0/16",
                    "serviceCidr": "172.16.0.0/16",
                    "dnsServiceIP": "172.16.0.10",
                },
                "oidcIssuerProfile": {"enabled": True},
                "addonProfiles": {"azureKeyvaultSecretsProvider": {"enabled": True}},
            },
        }


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)


def test_a_cluster_comes_with_what_azure_computes(ground: Ground) -> None:
    ground.grant()
    found = ground.azure.put(ground.path, ground.body())
    assert found.status == 201, found.body
    properties = found.body["properties"]
    assert properties["currentKubernetesVersion"] == "1.35.2"
    assert properties["oidcIssuerProfile"]["issuerURL"].startswith("https://westeurope.oic.")
    pools = [(each["name"], each["count"]) for each in properties["agentPoolProfiles"]]
    assert pools == [("system", 2)]
    identity = properties["addonProfiles"]["azureKeyvaultSecretsProvider"]["identity"]
    assert ground.azure.cloud.directory.find(identity["objectId"]) is not None
    group = f"{ground.network.split('/resourceGroups/')[0]}/resourceGroups/"
    node_group = group + properties["nodeResourceGroup"]
    assert ground.azure.get(node_group).body["managedBy"] == ground.path
    assert ground.azure.delete(ground.path).status == 202
    assert code(ground.azure.get(node_group)) == "ResourceGroupNotFound"
    assert ground.azure.cloud.directory.find(identity["objectId"]) is None


def test_a_subnet_with_nodes_is_not_deleted_nor_moved(ground: Ground) -> None:
    ground.grant()
    ground.azure.put(ground.path, ground.body())
    nodes = f"{ground.network}/subnets/nodes"
    assert code(ground.azure.delete(nodes)) == "InUseSubnetCannotBeDeleted"
    moved = {"properties": {"addressPrefix": "10.1.16.0/20"}}
    assert code(ground.azure.put(nodes, moved)) == "InUsePrefixCannotBeDeleted"


def test_without_its_roles_a_cluster_is_refused(ground: Ground) -> None:
    found = ground.azure.put(ground.path, ground.body())
    assert code(found) == "CustomKubeletIdentityMissingPermissionError"
    body = ground.body()
    del body["properties"]["identityProfile"]
    assert code(ground.azure.put(ground.path, body)) == "LinkedAuthorizationFailed"


Path_ = tuple[str | int, ...]
POOL: Path_ = ("properties", "agentPoolProfiles", 0)
NET: Path_ = ("properties", "networkProfile")


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ((*NET, "serviceCidr"), "10.1.0.0/24", "ServiceCidrOverlapExistingSubnetsCidr"),
        ((*NET, "serviceCidr"), "172.16.0.0/12", "InvalidParameter"),
        ((*NET, "serviceCidr"), "10.96.0.0/12", "ServiceCidrTooLarge"),
        ((*NET, "dnsServiceIP"), "172.17.0.10", "DNSServiceIPNotInServiceCidr"),
        ((*NET, "dnsServiceIP"), "172.16.0.1", "InvalidDNSServiceIP"),
        ((*NET, "podCidr"), "10.244.0.0/23", "InsufficientSubnetSize"),
        ((*NET, "podCidr"), "10.1.0.0/20", "PodCidrOverlapExistingSubnetsCidr"),
        ((*POOL, "vmSize"), "Standard_Nonsense", "BadRequest"),
        ((*POOL, "vmSize"), "Standard_D4s_v5", "VMCacheSizeTooSmall"),
        ((*POOL, "osDiskSizeGB"), 1024, "VMCacheSizeTooSmall"),
        ((*POOL, "maxPods"), 10, "InsufficientMaxPods"),
        ((*POOL, "minCount"), 4, "InvalidParameter"),
        ((*POOL, "mode"), "User", "NoSystemPool"),
        ((*POOL, "vmSiz"), "x", "InvalidRequestContent"),
        (("properties", "kubernetesVersion"), "1.29", "K8sVersionNotSupported"),
        (("properties", "disableLocalAccounts"), True, "BadRequest"),
    ],
)
def test_what_aks_refuses(ground: Ground, path: Path_, value: Any, expected: str) -> None:
    ground.grant()
    body = ground.body()
    inner: Any = body
    for each in path[:-1]:
        inner = inner[each]
    inner[path[-1]] = value
    assert code(ground.azure.put(ground.path, body)) == expected


def test_a_subnet_has_to_have_room_for_the_most_nodes_and_a_surge(ground: Ground) -> None:
    ground.grant()
    body = ground.body()
    body["properties"]["agentPoolProfiles"][0]["vnetSubnetID"] = f"{ground.network}/subnets/small"
    assert code(ground.azure.put(ground.path, body)) == "InsufficientSubnetSize"


def test_the_quota_counts_what_is_there(ground: Ground) -> None:
    ground.grant()
    ground.azure.cloud.settings.vcpu_quota = 12
    assert ground.azure.put(ground.path, ground.body()).status == 201
    pool = copy.deepcopy(ground.body()["properties"]["agentPoolProfiles"][0])
    del pool["name"]
    found = ground.azure.put(f"{ground.path}/agentPools/user", {"properties": pool})
    assert code(found) == "ErrCode_InsufficientVCPUQuota"


def test_a_minor_is_raised_one_at_a_time_and_never_lowered(ground: Ground) -> None:
    ground.grant()
    ground.azure.put(ground.path, ground.body())
    body = ground.body()
    for version, expected in (("1.34", "OperationNotAllowed"), ("1.36", "200"), ("1.36", "200")):
        body["properties"]["kubernetesVersion"] = version
        assert code(ground.azure.put(ground.path, body)) == expected
