"""What the identities of an applied tree may do, asked in their own names."""

from collections.abc import Iterator

from conformance.applied import findings
from conformance.azure.answers import Answer
from conformance.azure.caller import Caller, code
from conformance.azure.cloud import Cloud
from conformance.azure.kinds.pools import CLUSTER
from conformance.azure.kinds.vaults import VAULT
from conformance.azure.store import Resource
from conformance.shared.report import Report


def ingress_updates(cloud: Cloud) -> Iterator[tuple[str, Answer]]:
    """The ingress controller's PUT of its gateway, as it stands, by cluster."""
    for cluster in cloud.store.of_type(CLUSTER):
        addon = cluster.properties["addonProfiles"].get("ingressApplicationGateway") or {}
        if not addon.get("enabled"):
            continue
        controller = Caller(cloud, addon["identity"]["objectId"])
        gateway = controller.get(addon["config"]["applicationGatewayId"])
        yield (
            cluster.name,
            (
                gateway
                if gateway.status != 200
                else controller.put(gateway.body["id"], gateway.body)
            ),
        )


def judge(report: Report, sample: str, cloud: Cloud) -> None:
    refused = {name: each for name, each in ingress_updates(cloud) if each.status >= 400}
    text = [f"{name}: {each.body['error']['message']}" for name, each in refused.items()]
    only = {code(each) for each in refused.values()} == {"LinkedAuthorizationFailed"}
    findings.known(report, sample, findings.INGRESS, only, *text)
    findings.known(report, sample, findings.KEYS, _reads_foreign_keys(cloud))


def _reads_foreign_keys(cloud: Cloud) -> bool:
    """Whether the identity that mounts one cluster's secrets may read another cluster's key."""
    vaults = cloud.store.of_type(VAULT)
    readers = list(_mounting(cloud))
    action = f"{VAULT}/secrets/getSecret/action"
    return any(
        cloud.may(identity, action, f"{vault.id}/secrets/{other}-ca-key", data=True)
        for vault in vaults
        for cluster, identity in readers
        for other, _ in readers
        if other != cluster
    )


def _mounting(cloud: Cloud) -> Iterator[tuple[str, str]]:
    """Each cluster with the principal that its pods read the vault as."""
    for cluster in cloud.store.of_type(CLUSTER):
        name = _short(cluster)
        addon = cluster.properties["addonProfiles"]["azureKeyvaultSecretsProvider"]
        yield name, addon["identity"]["objectId"]


def _short(cluster: Resource) -> str:
    return cluster.name.removesuffix("-aks").rsplit("-", 1)[-1]
