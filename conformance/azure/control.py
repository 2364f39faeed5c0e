"""What a run asks of the simulator itself; no client of Azure knows these paths."""

import json
from collections.abc import Callable
from typing import Any

from conformance.azure.answers import Answer, Body, Unanswerable
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import MANAGEMENT, VAULT
from conformance.azure.kinds import clusters, registries, vaults

PREFIX = "/simulator/"


def handle(cloud: Cloud, request: Request) -> Answer:
    name = request.path.removeprefix(PREFIX).strip("/")
    values: dict[str, Any] = json.loads(request.body or b"{}")
    found = _ACTS.get((request.method, name))
    if found is None:
        raise Unanswerable(404, "NotFound", f"There is no {request.method} {request.path} here.")
    return Answer(200, found(cloud, values))


def _change(cloud: Cloud, values: dict[str, Any]) -> Body:
    cloud.settings.change(values)
    return cloud.settings.show()


def _plant(cloud: Cloud, values: dict[str, Any]) -> Body:
    cloud.switches.plant(values)
    return {"faults": cloud.switches.show()}


def _clear(cloud: Cloud, _: dict[str, Any]) -> Body:
    cloud.switches.clear()
    return {"faults": []}


def _take(cloud: Cloud, values: dict[str, Any]) -> Body:
    """Names that somebody else in the world has."""
    for part, table in (("vaults", vaults.TAKEN), ("registries", registries.TAKEN)):
        cloud.store.table(table).update(dict.fromkeys(values.get(part, ()), True))
    return {}


def _serve(cloud: Cloud, values: dict[str, Any]) -> Body:
    """Where the API servers of the clusters really are, by cluster."""
    cloud.store.table(clusters.SERVERS).update(values)
    return {}


def _token(cloud: Cloud, values: dict[str, Any]) -> Body:
    """A token of any principal, as the instance metadata service would hand one to its pods."""
    principal = cloud.directory.find(values["principal"])
    if principal is None:
        raise Unanswerable(404, "NotFound", f"There is no principal {values['principal']}.")
    audience = VAULT[0] if values.get("audience") == "vault" else MANAGEMENT[0]
    token = cloud.directory.token(principal, audience, cloud.now(), 3600)
    return {"token": token}


_ACTS: dict[tuple[str, str], Callable[[Cloud, dict[str, Any]], Body]] = {
    ("GET", "settings"): lambda cloud, _: cloud.settings.show(),
    ("POST", "settings"): _change,
    ("GET", "faults"): lambda cloud, _: {"faults": cloud.switches.show()},
    ("POST", "faults"): _plant,
    ("DELETE", "faults"): _clear,
    ("POST", "patch"): lambda cloud, _: {"clusters": clusters.patch(cloud)},
    ("POST", "taken"): _take,
    ("POST", "servers"): _serve,
    ("POST", "token"): _token,
    ("GET", "resources"): lambda cloud, _: {"resources": sorted(r.id for r in cloud.store)},
}
