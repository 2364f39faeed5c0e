"""User-assigned identities and their federated credentials."""

from conformance.azure.answers import Refusal
from conformance.azure.directory import TENANT
from conformance.azure.kind import Change, Kind
from conformance.azure.shapes import Free

IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
CREDENTIAL = IDENTITY + "/federatedIdentityCredentials"
VERSIONS = ("2024-11-30", "2023-01-31")


def _write(change: Change) -> None:
    if change.before:
        change.resource.body["properties"] = change.before.properties
        return
    principal = change.cloud.directory.add(change.id.name, change.id.text)
    change.resource.body["properties"] = {
        "principalId": principal.id,
        "clientId": principal.client,
        "tenantId": TENANT,
    }


def _write_credential(change: Change) -> None:
    """https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations"""
    siblings = [
        each
        for each in change.cloud.store.children(change.id.parent, CREDENTIAL)
        if each.key != change.id.key
    ]
    if change.is_new and len(siblings) >= 20:
        raise Refusal(
            400,
            "MaximumFederatedIdentityCredentialsReached",
            "The maximum number of federated identity credentials, 20, is reached.",
        )
    for each in siblings:
        if all(each.properties[part] == change.properties[part] for part in ("issuer", "subject")):
            raise Refusal(
                409,
                "Conflict",
                "Issuer and subject combination already exists for this Managed Identity.",
            )


KINDS = (
    Kind(
        IDENTITY,
        VERSIONS,
        {"properties": Free()},
        write=_write,
        located=True,
        tags=50,
        name=r"[A-Za-z0-9][-A-Za-z0-9_]{2,127}",
    ),
    Kind(
        CREDENTIAL,
        VERSIONS,
        {"properties": {"issuer": str, "subject": str, "audiences": [str]}},
        write=_write_credential,
        name=r"[A-Za-z0-9][-A-Za-z0-9_]{2,119}",
    ),
)
