"""What a run asks of the simulator itself; no client of Azure knows these paths."""

import json
from typing import Any

from .answers import Answer, Unanswerable
from .cloud import Cloud, Request
from .directory import MANAGEMENT, VAULT
from .kinds import clusters, registries, vaults

PREFIX = "/simulator/"


def handle(cloud: Cloud, request: Request) -> Answer:
    name = request.path.removeprefix(PREFIX).strip("/")
    values: dict[str, Any] = json.loads(request.body or b"{}")
    if name == "settings":
        if request.method == "POST":
            cloud.settings.change(values)
        return Answer(200, cloud.settings.show())
    if name == "faults":
        if request.method == "POST":
            cloud.switches.plant(values)
        if request.method == "DELETE":
            cloud.switches.clear()
        return Answer(200, {"faults": cloud.switches.show()})
    if name == "patch" and request.method == "POST":
        return Answer(200, {"clusters": clusters.patch(cloud)})
    if name == "taken" and request.method == "POST":
        cloud.store.table(vaults.TAKEN).update({each: True for each in values.get("vaults", ())})
        taken = {each: True for each in values.get("registries", ())}
        cloud.store.table(registries.TAKEN).update(taken)
        return Answer(200, {})
    if name == "servers" and request.method == "POST":
        cloud.store.table(clusters.SERVERS).update(values)
        return Answer(200, {})
    if name == "token" and request.method == "POST":
        return _token(cloud, values)
    if name == "resources" and request.method == "GET":
        found = sorted(each.id for each in cloud.store)
        return Answer(200, {"resources": found})
    raise Unanswerable(404, "NotFound", f"There is no {request.path} here.")


def _token(cloud: Cloud, values: dict[str, Any]) -> Answer:
    """A token of any principal, as the instance metadata service would hand one to its pods."""
    principal = cloud.directory.find(values["principal"])
    if principal is None:
        raise Unanswerable(404, "NotFound", f"There is no principal {values['principal']}.")
    audience = VAULT[0] if values.get("audience") == "vault" else MANAGEMENT[0]
    token = cloud.directory.token(principal, audience, cloud.now(), 3600)
    return Answer(200, {"token": token})
