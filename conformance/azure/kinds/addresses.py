"""Public IP addresses."""

from conformance.azure.answers import Refusal
from conformance.azure.kind import Change, Kind
from conformance.azure.kinds import places
from conformance.azure.shapes import Choice, Free

ADDRESS = "Microsoft.Network/publicIPAddresses"
VERSIONS = ("2025-01-01", "2025-07-01")

# Addresses of RFC 5737, which nobody has.
BLOCK = "203.0.113."


def _write(change: Change) -> None:
    sku = (change.resource.body.get("sku") or {}).get("name", "Basic")
    if sku == "Basic":
        # https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-basic-upgrade-guidance
        raise Refusal(
            400,
            "BasicSkuPublicIpAddressCannotBeCreated",
            "Basic SKU public IP addresses can't be created any more.",
        )
    if change.properties.get("publicIPAllocationMethod") != "Static":
        raise Refusal(
            400,
            "StandardSkuPublicIPAddressesMustBeStatic",
            f"Standard sku publicIp {change.id.text} must have AllocationMethod set to Static.",
        )
    places.check_zones(change)
    if change.before:
        kept = change.before.properties
        if change.before.body.get("zones") != change.resource.body.get("zones"):
            raise Refusal(
                400,
                "ResourceAvailabilityZonesCannotBeModified",
                f"Resource {change.id.text} has an existing availability zone constraint that "
                "cannot be modified.",
            )
        change.properties["ipAddress"] = kept["ipAddress"]
        return
    count = change.cloud.store.table("counters")
    count["address"] = count.get("address", 0) + 1
    change.properties["ipAddress"] = f"{BLOCK}{count['address'] % 254 + 1}"


def _users(change: Change) -> str:
    key = f'"{change.id.key}"'
    for each in change.cloud.store:
        if each.key != change.id.key and key in repr(each.body).replace("'", '"').lower():
            return each.id
    return ""


def _remove(change: Change) -> None:
    user = _users(change)
    if user:
        raise Refusal(
            400,
            "PublicIPAddressCannotBeDeleted",
            f"Public IP address {change.id.text} can not be deleted since it is still allocated "
            f"to resource {user}. In order to delete the public IP, disassociate/detach the "
            "Public IP address from the resource.",
        )


KINDS = (
    Kind(
        ADDRESS,
        VERSIONS,
        {
            "sku": {"name": Choice("Basic", "Standard", "StandardV2"), "tier": str},
            "zones": [str],
            "extendedLocation": Free(),
            "properties": {
                "publicIPAllocationMethod": Choice("Static", "Dynamic"),
                "publicIPAddressVersion": Choice("IPv4", "IPv6"),
                "idleTimeoutInMinutes": int,
                "ipAddress": str,
                "ipTags": Free(),
                "ddosSettings": Free(),
                "dnsSettings": Free(),
                "ipConfiguration": Free(),
                "publicIPPrefix": Free(),
                "provisioningState": str,
                "resourceGuid": str,
            },
        },
        write=_write,
        remove=_remove,
        slow=True,
        located=True,
        tags=50,
        name=r"[A-Za-z0-9]([\w.-]{0,78}\w)?",
    ),
)
