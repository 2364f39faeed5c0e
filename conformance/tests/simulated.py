"""A simulated Azure without its wire, as a caller sees it."""

import json
from pathlib import Path
from typing import Any

from conformance.azure.answers import Answer, Refusal
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import DEPLOYER, MANAGEMENT, SUBSCRIPTION, TENANT, VAULT
from conformance.azure.kinds import KINDS
from conformance.azure.web import answer

BASE = f"/subscriptions/{SUBSCRIPTION}"
NETWORK = "Microsoft.Network"


class Azure:
    """Requests by method, as one principal."""

    def __init__(self, folder: Path) -> None:
        self.cloud = Cloud(folder)
        self.principal = DEPLOYER

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        version: str | None = None,
        host: str = "management.azure.com",
    ) -> Answer:
        principal = self.cloud.directory.find(self.principal)
        assert principal is not None
        audience = VAULT[0] if host.endswith("vault.azure.net") else MANAGEMENT[0]
        token = self.cloud.directory.token(principal, audience, self.cloud.now(), 60)
        path, _, query = path.partition("?")
        request = Request(
            method,
            host,
            path,
            {"api-version": version or newest(path), **parsed(query)},
            {"authorization": f"Bearer {token}"},
            json.dumps(body).encode() if body is not None else b"",
        )
        try:
            return answer(self.cloud, request)
        except Refusal as refusal:
            return refusal.answer()

    def put(self, path: str, body: Any, **more: Any) -> Answer:
        return self.ask("PUT", path, body, **more)

    def get(self, path: str, **more: Any) -> Answer:
        return self.ask("GET", path, **more)

    def delete(self, path: str, **more: Any) -> Answer:
        return self.ask("DELETE", path, **more)

    def group(self, name: str = "g", region: str = "westeurope") -> str:
        path = f"{BASE}/resourceGroups/{name}"
        assert self.put(path, {"location": region}).status in (200, 201)
        return path

    def network(self, name: str = "net", prefix: str = "10.1.0.0/16", group: str = "") -> str:
        path = f"{group or self.group()}/providers/{NETWORK}/virtualNetworks/{name}"
        space = {"addressSpace": {"addressPrefixes": [prefix]}}
        found = self.put(path, {"location": "westeurope", "properties": space})
        assert found.status in (200, 201), found.body
        return path

    def identity(self, name: str = "identity") -> dict[str, Any]:
        kind = "Microsoft.ManagedIdentity/userAssignedIdentities"
        path = f"{self.group()}/providers/{kind}/{name}"
        found = self.put(path, {"location": "westeurope"})
        assert found.status in (200, 201), found.body
        body: dict[str, Any] = found.body
        return body

    def vault(self, name: str = "a-vault", **properties: Any) -> Answer:
        path = f"{self.group()}/providers/Microsoft.KeyVault/vaults/{name}"
        wanted = {
            "tenantId": TENANT,
            "sku": {"family": "A", "name": "standard"},
            "enableRbacAuthorization": True,
            **properties,
        }
        return self.put(path, {"location": "westeurope", "properties": wanted})

    def assign(self, principal: str, role: str, scope: str, name: str = "r") -> Answer:
        path = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}"
        definition = f"{BASE}/providers/Microsoft.Authorization/roleDefinitions/{role}"
        wanted = {"roleDefinitionId": definition, "principalId": principal}
        return self.put(path, {"properties": wanted})


def parsed(query: str) -> dict[str, str]:
    pairs = [each.partition("=") for each in query.split("&") if each]
    return {name: value for name, _, value in pairs}


def newest(path: str) -> str:
    """An API version of the type that the path names."""
    parts = path.rsplit("/providers/", 1)[-1].split("/")
    for end in range(len(parts), 1, -1):
        kind = KINDS.get("/".join([parts[0], *parts[1:end:2]]).lower())
        if kind:
            return kind.versions[0]
    return "2023-07-01"


def code(found: Answer) -> str:
    """The code of a refusal."""
    error = (found.body or {}).get("error") or {}
    return str(error.get("code", found.status))
