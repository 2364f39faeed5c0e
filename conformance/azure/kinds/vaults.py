"""Key vaults: names, soft delete, recovery."""

import json
import re
from datetime import UTC, datetime
from ipaddress import IPv4Network

from conformance.azure.answers import Answer, Body, Refusal
from conformance.azure.catalog import region
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import SUBSCRIPTION, TENANT, Principal
from conformance.azure.kind import Change, Kind
from conformance.azure.kinds.networks import ranges
from conformance.azure.routing import Routes
from conformance.azure.shapes import Choice, Free
from conformance.azure.store import Resource

VAULT = "Microsoft.KeyVault/vaults"
ROUTES = Routes()
SECRETS = VAULT + "/secrets"
OBJECTS = "vault-objects"
DELETED = "deleted-vaults"
TAKEN = "taken-vaults"
DAY = 86400
PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


def _write(change: Change) -> None:
    name = change.id.name
    # https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftkeyvault
    if not re.fullmatch(r"[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]", name):
        raise Refusal(
            400,
            "VaultNameNotValid",
            f"The vault name '{name}' is invalid. A vault's name must be between 3-24 "
            "alphanumeric characters. The name must begin with a letter, end with a letter or "
            "digit, and not contain consecutive hyphens. Follow this link for more information: "
            "https://go.microsoft.com/fwlink/?linkid=2147742",
        )
    if change.is_new:
        _check_name(change)
    _check_settings(change)
    properties = change.properties
    properties.pop("createMode", None)
    properties["vaultUri"] = f"https://{name.lower()}.vault.azure.net/"
    properties.setdefault("accessPolicies", [])
    properties.setdefault("publicNetworkAccess", "Enabled")
    properties.setdefault("enableSoftDelete", True)
    properties.setdefault("softDeleteRetentionInDays", 90)
    properties.setdefault("enabledForDeployment", False)


def _check_name(change: Change) -> None:
    """https://learn.microsoft.com/azure/key-vault/general/key-vault-recovery"""
    name = change.id.name.lower()
    others = [each.name.lower() for each in change.cloud.store.of_type(VAULT)]
    if name in others or name in change.cloud.store.table(TAKEN):
        raise Refusal(
            409,
            "VaultAlreadyExists",
            f"The vault name '{name}' is already in use. Vault names are globally unique so it is "
            "possible that the name is already taken. If you are sure that the vault name was not "
            "taken then it is possible that a vault with the same name was recently deleted but "
            "not purged after being placed in a recoverable state. If the vault is in a "
            "recoverable state then the vault will need to be purged before reusing the name.",
        )
    gone = change.cloud.store.table(DELETED).get(name)
    if gone is None:
        return
    place = region(change.resource.location)
    here = gone["location"] == place and gone["id"].lower() == change.id.text.lower()
    if change.properties.get("createMode") == "recover" and here:
        # What the request says beside it is ignored:
        # https://github.com/Azure/azure-rest-api-specs/issues/21306
        change.resource.body["properties"] = {**change.properties, **gone["properties"]}
        del change.cloud.store.table(DELETED)[name]
        return
    raise Refusal(
        409,
        "ConflictError",
        "A vault with the same name already exists in deleted state. You need to either recover "
        "or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/"
        "?linkid=2149745 for more information on soft delete.",
    )


def _check_settings(change: Change) -> None:
    properties = change.properties
    if properties.get("tenantId") != TENANT:
        raise Refusal(
            400,
            "BadRequest",
            f"The tenant ID '{properties.get('tenantId')}' of vault {change.id.name} is not that "
            f"of the subscription, '{TENANT}'.",
        )
    _check_ranges(change)
    days = properties.get("softDeleteRetentionInDays", 90)
    if not 7 <= days <= 90:
        raise Refusal(
            400, "BadRequest", f"softDeleteRetentionInDays is {days}, not between 7 and 90."
        )
    kept = change.before.properties if change.before else {}
    if kept.get("softDeleteRetentionInDays", days) != days:
        raise Refusal(
            400,
            "BadRequest",
            'The property "softDeleteRetentionInDays" has been set already and it can\'t be '
            "modified.",
        )
    if kept.get("enablePurgeProtection") and not properties.get("enablePurgeProtection"):
        raise Refusal(
            400,
            "BadRequest",
            'The property "enablePurgeProtection" cannot be set to false. Enabling the purge '
            "protection for a vault is an irreversible action.",
        )


def _check_ranges(change: Change) -> None:
    """https://learn.microsoft.com/azure/key-vault/general/network-security"""
    rules = (change.properties.get("networkAcls") or {}).get("ipRules") or []
    if len(rules) > 1000:
        raise Refusal(400, "BadRequest", f"{len(rules)} IP rules are more than 1000.")
    for each in ranges([str(rule.get("value")) for rule in rules], change.id.text):
        if any(each.overlaps(private) for private in PRIVATE):
            raise Refusal(
                400, "BadRequest", f"IP rule {each} is reserved for private networks (RFC 1918)."
            )


def soft_delete(cloud: Cloud, vault: Resource) -> None:
    properties = vault.properties
    cloud.store.table(DELETED)[vault.name.lower()] = {
        "id": vault.id,
        "name": vault.name,
        "location": region(vault.location),
        "properties": properties,
        "tags": vault.body.get("tags"),
        "deleted": cloud.now(),
        "purge": cloud.now() + properties.get("softDeleteRetentionInDays", 90) * DAY,
    }


def _remove(change: Change) -> None:
    soft_delete(change.cloud, change.resource)


_PROVIDER = "/subscriptions/[^/]+/providers/Microsoft.KeyVault"
_DELETED = _PROVIDER + "/locations/([^/]+)/deletedVaults/([^/]+)"


def _deleted_view(gone: Body) -> Body:
    place, name = gone["location"], gone["name"]
    return {
        "id": f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.KeyVault/locations/{place}"
        f"/deletedVaults/{name}",
        "name": name,
        "type": "Microsoft.KeyVault/deletedVaults",
        "properties": {
            "vaultId": gone["id"],
            "location": place,
            "tags": gone["tags"] or {},
            "deletionDate": _date(gone["deleted"]),
            "scheduledPurgeDate": _date(gone["purge"]),
            "purgeProtectionEnabled": bool(gone["properties"].get("enablePurgeProtection")),
        },
    }


def _date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _gone(cloud: Cloud, match: re.Match[str]) -> Body:
    gone: Body | None = cloud.store.table(DELETED).get(match[2].lower())
    if gone is None or gone["location"] != region(match[1]):
        raise Refusal(
            404,
            "DeletedVaultNotFound",
            f"The specified deleted vault '{match[2]}' does not exist.",
        )
    return gone


@ROUTES.add("GET", _DELETED)
def deleted(cloud: Cloud, _: Principal, __: Request, match: re.Match[str]) -> Answer:
    return Answer(200, _deleted_view(_gone(cloud, match)))


@ROUTES.add("GET", _PROVIDER + "/deletedVaults")
def all_deleted(cloud: Cloud, _: Principal, __: Request, ___: re.Match[str]) -> Answer:
    found = [_deleted_view(each) for each in cloud.store.table(DELETED).values()]
    return Answer(200, {"value": found})


@ROUTES.add("POST", _DELETED + "/purge")
def purge(cloud: Cloud, _: Principal, __: Request, match: re.Match[str]) -> Answer:
    gone = _gone(cloud, match)
    if gone["properties"].get("enablePurgeProtection"):
        raise Refusal(
            400,
            "MethodNotAllowed",
            "Operation 'DeletedVaultPurge' is not allowed.",
        )
    del cloud.store.table(DELETED)[match[2].lower()]
    cloud.store.table(OBJECTS).pop(match[2].lower(), None)
    return Answer(200)


@ROUTES.add("POST", _PROVIDER + "/checkNameAvailability")
def check_name(cloud: Cloud, _: Principal, request: Request, __: re.Match[str]) -> Answer:
    name = json.loads(request.body)["name"].lower()
    known = [each.name.lower() for each in cloud.store.of_type(VAULT)]
    tables = (cloud.store.table(TAKEN), cloud.store.table(DELETED))
    if name in known or any(name in each for each in tables):
        message = f"The vault name '{name}' is already in use."
        return Answer(200, {"nameAvailable": False, "reason": "AlreadyExists", "message": message})
    return Answer(200, {"nameAvailable": True})


def readable(cloud: Cloud, principal: str, secret: str) -> bool:
    """Whether a principal may read a secret by its URL, and it is there."""
    found = re.match(r"https://([^./]+)\.vault\.azure\.net(?::443)?/secrets/([^/]+)", secret)
    if not found:
        return False
    name = found[1].lower()
    vault = next((v for v in cloud.store.of_type(VAULT) if v.name.lower() == name), None)
    if vault is None or found[2] not in cloud.store.table(OBJECTS).get(name, {}).get("secrets", {}):
        return False
    action, scope = f"{SECRETS}/getSecret/action", f"{vault.id}/secrets/{found[2]}"
    return cloud.may(principal, action, scope, data=True)


KINDS = (
    Kind(
        VAULT,
        ("2026-02-01", "2023-07-01", "2023-02-01", "2024-11-01"),
        {
            "properties": {
                "tenantId": str,
                "sku": {"family": Choice("A"), "name": Choice("standard", "premium")},
                "accessPolicies": Free(),
                "createMode": Choice("default", "recover"),
                "enablePurgeProtection": bool,
                "enableRbacAuthorization": bool,
                "enableSoftDelete": bool,
                "enabledForDeployment": bool,
                "enabledForDiskEncryption": bool,
                "enabledForTemplateDeployment": bool,
                "hsmPoolResourceId": str,
                "networkAcls": {
                    "bypass": Choice("AzureServices", "None"),
                    "defaultAction": Choice("Allow", "Deny"),
                    "ipRules": [{"value": str}],
                    "virtualNetworkRules": [
                        {"id": str, "ignoreMissingVnetServiceEndpoint": bool, "state": str}
                    ],
                },
                "privateEndpointConnections": Free(),
                "provisioningState": str,
                "publicNetworkAccess": Choice("Enabled", "Disabled"),
                "softDeleteRetentionInDays": int,
                "vaultUri": str,
            }
        },
        write=_write,
        remove=_remove,
        located=True,
        tags=50,
    ),
)
