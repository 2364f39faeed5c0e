"""What the identities of an applied tree may do, asked in their own names."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from conformance.azure.answers import Answer
from conformance.azure.caller import Caller, code
from conformance.azure.cloud import Cloud
from conformance.azure.directory import Principal
from conformance.azure.kinds import assignments
from conformance.azure.kinds.addresses import ADDRESS
from conformance.azure.kinds.gateways import POLICY
from conformance.azure.kinds.pools import CLUSTER
from conformance.azure.kinds.vaults import VAULT
from conformance.azure.roles import ASSIGNMENT
from conformance.shared.report import Report


def ingress_updates(cloud: Cloud) -> Iterator[tuple[str, Answer]]:
    """The ingress controller's PUT of its gateway, as it is now, by cluster."""
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


def judge(report: Report, sample: str, cloud: Cloud, outputs: dict[str, Any]) -> None:
    _ingress(report, sample, cloud)
    readers = {
        name: cloud.directory.find(values["client_id"])
        for name, values in outputs["secret_provider_class_values"].items()
    }
    own, foreign = _keys_read(cloud, readers)
    report.check(f"{sample}: each cluster's identity reads its CA key", own == set(readers))
    report.check(
        f"{sample}: no cluster's identity reads another's CA key", not foreign, str(foreign)
    )
    assignments.grant(cloud, *_vault_reader(cloud, readers))
    _, foreign = _keys_read(cloud, readers)
    text = f"{sample}: with a role on the whole vault, an identity reads another's CA key"
    report.check(text, foreign or len(readers) == 1)


def _ingress(report: Report, sample: str, cloud: Cloud) -> None:
    """Each ingress controller may update its gateway, and without one of its roles it may not."""
    answers = dict(ingress_updates(cloud))
    refused = [str(each.body) for each in answers.values() if each.status >= 400]
    text = f"{sample}: each ingress controller updates its gateway ({len(answers)})"
    report.check(text, answers and not refused, *refused)
    for name, kind in (("firewall policy", POLICY), ("address", ADDRESS)):
        with _without(cloud, kind):
            codes = {code(each) for _, each in ingress_updates(cloud) if each.status >= 400}
        told = codes == {"LinkedAuthorizationFailed"}
        text = f"{sample}: without its role on the {name}, an ingress controller is refused"
        report.check(text, told, str(codes))


@contextmanager
def _without(cloud: Cloud, kind: str) -> Iterator[None]:
    """Takes away the roles on resources of a type, for as long as it lasts."""
    lost = [
        each
        for each in cloud.store.of_type(ASSIGNMENT)
        if f"/{kind}/".lower() in each.properties["scope"].lower()
    ]
    for each in lost:
        cloud.store.remove(each.id)
    try:
        yield
    finally:
        for each in lost:
            cloud.store.put(each)


def _vault_reader(cloud: Cloud, readers: dict[str, Principal | None]) -> tuple[str, str, str]:
    """The first reader, with its role on more than its secrets."""
    first = next(each for each in readers.values() if each)
    return first.id, "Key Vault Secrets User", cloud.store.of_type(VAULT)[0].id


def _keys_read(
    cloud: Cloud, readers: dict[str, Principal | None]
) -> tuple[set[str], set[tuple[str, str]]]:
    """Which clusters' identities may read their own CA key, and which another's."""
    vault = cloud.store.of_type(VAULT)[0]
    action = f"{VAULT}/secrets/getSecret/action"
    pairs = {
        (name, other)
        for name, reader in readers.items()
        for other in readers
        if reader and cloud.may(reader.id, action, f"{vault.id}/secrets/{other}-ca-key", data=True)
    }
    own = {name for name, other in pairs if name == other}
    return own, {pair for pair in pairs if pair[0] != pair[1]}
