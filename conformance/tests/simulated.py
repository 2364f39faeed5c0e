"""A simulated Azure without its wire, as a caller sees it."""

from pathlib import Path
from typing import Any

from conformance.azure.answers import Answer
from conformance.azure.caller import Caller
from conformance.azure.cloud import Cloud
from conformance.azure.directory import SUBSCRIPTION, TENANT

BASE = f"/subscriptions/{SUBSCRIPTION}"
NETWORK = "Microsoft.Network"


class Azure(Caller):
    """With the resources that tests need first."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Cloud(folder))

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
