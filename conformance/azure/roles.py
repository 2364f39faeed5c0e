"""Built-in roles, and who may do what.

Ids and actions: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""

import re
from dataclasses import dataclass, field
from typing import Any

ASSIGNMENT = "Microsoft.Authorization/roleAssignments"
DEFINITION = "/providers/Microsoft.Authorization/roleDefinitions/"
_IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities"


@dataclass(frozen=True)
class Role:
    """A role definition; patterns hold * for any text."""

    name: str
    id: str
    actions: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    data: tuple[str, ...] = field(default=())

    def allows(self, action: str, data: bool) -> bool:
        if data:
            return _any(self.data, action)
        return _any(self.actions, action) and not _any(self.without, action)

    def view(self, scope: str) -> dict[str, Any]:
        permission = {
            "actions": list(self.actions),
            "notActions": list(self.without),
            "dataActions": list(self.data),
            "notDataActions": [],
        }
        return {
            "id": scope + DEFINITION + self.id,
            "name": self.id,
            "type": "Microsoft.Authorization/roleDefinitions",
            "properties": {
                "roleName": self.name,
                "type": "BuiltInRole",
                "description": "",
                "assignableScopes": ["/"],
                "permissions": [permission],
            },
        }


def _any(patterns: tuple[str, ...], action: str) -> bool:
    return any(
        re.fullmatch(re.escape(each).replace(r"\*", ".*"), action, re.IGNORECASE)
        for each in patterns
    )


_VAULT = "Microsoft.KeyVault/vaults"
_AKS = "Microsoft.ContainerService/managedClusters"

ROLES = (
    Role("Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", ("*",)),
    Role(
        "Contributor",
        "b24988ac-6180-42a0-ab88-20f7382dd24c",
        ("*",),
        (
            "Microsoft.Authorization/*/Delete",
            "Microsoft.Authorization/*/Write",
            "Microsoft.Authorization/elevateAccess/Action",
        ),
    ),
    Role("Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7", ("*/read",)),
    Role(
        "User Access Administrator",
        "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
        ("*/read", "Microsoft.Authorization/*"),
    ),
    Role(
        "Network Contributor",
        "4d97b98b-1d4f-4787-a291-c67834d212e7",
        ("Microsoft.Authorization/*/read", "Microsoft.Network/*"),
    ),
    Role(
        "Managed Identity Operator",
        "f1a07417-d97a-45cb-824c-7a7467783830",
        (
            f"{_IDENTITIES}/*/assign/action",
            f"{_IDENTITIES}/*/read",
            f"{_IDENTITIES}/assign/action",
            f"{_IDENTITIES}/read",
            "Microsoft.Authorization/*/read",
        ),
    ),
    Role(
        "Private DNS Zone Contributor",
        "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
        ("Microsoft.Network/privateDnsZones/*", "Microsoft.Network/virtualNetworks/join/action"),
    ),
    Role(
        "AcrPull",
        "7f951dda-4ed3-4680-a7ca-43fe172d538d",
        ("Microsoft.ContainerRegistry/registries/pull/read",),
    ),
    Role(
        "Azure Kubernetes Service Cluster User Role",
        "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
        (f"{_AKS}/listClusterUserCredential/action", f"{_AKS}/read"),
    ),
    Role(
        "Azure Kubernetes Service RBAC Cluster Admin",
        "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
        (f"{_AKS}/listClusterUserCredential/action", "Microsoft.Authorization/*/read"),
        data=(f"{_AKS}/*",),
    ),
    Role(
        "Monitoring Metrics Publisher",
        "3913510d-42f4-4e42-8a64-420c390055eb",
        ("Microsoft.Insights/Register/Action",),
        data=("Microsoft.Insights/Metrics/Write",),
    ),
    Role(
        "Key Vault Administrator",
        "00482a5a-887f-4fb3-b363-3b7fe8e74483",
        (f"{_VAULT}/*/read",),
        data=(f"{_VAULT}/*",),
    ),
    Role(
        "Key Vault Secrets Officer",
        "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
        (f"{_VAULT}/*/read",),
        data=(f"{_VAULT}/secrets/*",),
    ),
    Role(
        "Key Vault Certificates Officer",
        "a4417e6f-fecd-4de8-b567-7b0420556985",
        (f"{_VAULT}/*/read",),
        data=(f"{_VAULT}/certificatecas/*", f"{_VAULT}/certificates/*"),
    ),
    Role(
        "Key Vault Secrets User",
        "4633458b-17de-408a-b874-0445c86b69e6",
        data=(f"{_VAULT}/secrets/getSecret/action", f"{_VAULT}/secrets/readMetadata/action"),
    ),
    Role(
        "Key Vault Certificate User",
        "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba",
        data=(
            f"{_VAULT}/certificates/read",
            f"{_VAULT}/secrets/getSecret/action",
            f"{_VAULT}/secrets/readMetadata/action",
        ),
    ),
)

BY_NAME = {each.name.lower(): each for each in ROLES}
BY_ID = {each.id: each for each in ROLES}


def of_definition(identifier: str) -> Role | None:
    return BY_ID.get(identifier.rsplit("/", 1)[-1].lower())
