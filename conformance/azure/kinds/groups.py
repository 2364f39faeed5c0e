"""Resource groups."""

from conformance.azure.answers import Refusal
from conformance.azure.kind import Change, Kind
from conformance.azure.kinds import networks, vaults


def _write(change: Change) -> None:
    change.properties["provisioningState"] = "Succeeded"


def _remove(change: Change) -> None:
    """What is inside goes too, unless something outside holds on to it."""
    start = change.id.key + "/"
    for subnet in change.cloud.store.children(change.id.text, networks.SUBNET):
        users = list(networks.users(change.cloud, subnet.id))
        outside = [each for each in users if not each.lower().startswith(start)]
        if outside:
            raise Refusal(
                409,
                "ResourceGroupDeletionBlocked",
                f"Deletion of resource group '{change.id.name}' failed as resources with "
                f"identifiers '{subnet.id}' could not be deleted: it is used by {outside[0]}.",
            )
    for vault in change.cloud.store.children(change.id.text, vaults.VAULT):
        vaults.soft_delete(change.cloud, vault)


KINDS = (
    Kind(
        "Microsoft.Resources/resourceGroups",
        ("2023-07-01", "2020-06-01", "2022-09-01", "2021-04-01", "2024-11-01"),
        {"properties": {"provisioningState": str}, "managedBy": str},
        write=_write,
        remove=_remove,
        slow=True,
        located=True,
        tags=50,
        # https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
        name=r"[-\w._()]{0,89}[-\w_()]",
    ),
)
