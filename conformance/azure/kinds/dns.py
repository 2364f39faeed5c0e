"""Private DNS zones, their links and record sets."""

from collections.abc import Iterable

from conformance.azure.answers import Body, Refusal
from conformance.azure.kind import Change, Kind, Link, link_ids
from conformance.azure.kinds.networks import NETWORK, reference
from conformance.azure.shapes import REFERENCE, Choice, Free
from conformance.azure.store import Resource

ZONE = "Microsoft.Network/privateDnsZones"
LINK = ZONE + "/virtualNetworkLinks"
VERSIONS = ("2024-06-01",)

# DNS zones take fewer tags than all else, and names of another form.
# https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
TAGS = 15


def _check_tags(change: Change) -> None:
    for name in change.resource.body.get("tags") or ():
        if name[0].isdigit() or not name.isascii() or any(c in " ()" for c in name):
            raise Refusal(
                400,
                "InvalidTagName",
                f"The tag name '{name}' of {change.id.text} can't be used on a DNS zone: no "
                "spaces, no parentheses, no leading digit.",
            )


def _write(change: Change) -> None:
    _check_tags(change)
    if change.is_new:
        soa = {
            "email": "azureprivatedns-host.microsoft.com",
            "expireTime": 2419200,
            "host": "azureprivatedns.net",
            "minimumTtl": 10,
            "refreshTime": 3600,
            "retryTime": 300,
            "serialNumber": 1,
        }
        body: Body = {"properties": {"ttl": 3600, "fqdn": f"{change.id.name}.", "soaRecord": soa}}
        record = Resource(f"{change.id.text}/SOA/@", f"{ZONE}/SOA", "@", body)
        change.cloud.store.put(record)
    change.properties["maxNumberOfRecordSets"] = 25000
    change.properties["numberOfRecordSets"] = 1


def _remove(change: Change) -> None:
    links = change.cloud.store.children(change.id.text, LINK)
    if links:
        raise Refusal(
            409,
            "CannotDeleteResource",
            f"Cannot delete resource while nested resources exist. Some existing nested resource "
            f"IDs include: '{links[0].id}'. Please delete all nested resources before deleting "
            "this resource.",
        )


def _write_link(change: Change) -> None:
    _check_tags(change)
    identifier = link_ids(change.properties.get("virtualNetwork"))
    network = change.cloud.find(identifier, NETWORK)
    if network is None:
        raise reference(identifier, change.id.text)
    zone = change.id.outer(1).rsplit("/", 1)[-1].lower()
    for each in change.cloud.store.of_type(LINK):
        same_zone = each.id.split("/")[8].lower() == zone
        same_network = link_ids(each.properties["virtualNetwork"]).lower() == network.key
        if each.key != change.id.key and same_zone and same_network:
            raise Refusal(
                409,
                "Conflict",
                f"A virtual network cannot be linked to multiple zones with overlapping "
                f"namespaces. You tried to link virtual network with '{change.id.outer(1)}', but "
                f"it is linked with '{each.id.rsplit('/', 2)[0]}' already.",
            )
    change.properties["virtualNetwork"] = {"id": network.id}
    change.properties["virtualNetworkLinkState"] = "Completed"


def _links(change: Change) -> Iterable[Link]:
    network = link_ids(change.properties.get("virtualNetwork"))
    yield Link(network, "Microsoft.Network/virtualNetworks/join/action")


KINDS = (
    Kind(
        ZONE,
        VERSIONS,
        {"properties": Free()},
        write=_write,
        remove=_remove,
        slow=True,
        tags=TAGS,
    ),
    Kind(
        LINK,
        VERSIONS,
        {
            "properties": {
                "registrationEnabled": bool,
                "resolutionPolicy": Choice("Default", "NxDomainRedirect"),
                "virtualNetwork": REFERENCE,
                "virtualNetworkLinkState": str,
                "provisioningState": str,
            }
        },
        write=_write_link,
        links=_links,
        slow=True,
        tags=TAGS,
        name=r"[A-Za-z0-9]([\w.-]{0,78}\w)?",
    ),
    Kind(f"{ZONE}/SOA", VERSIONS, {"properties": Free()}),
    Kind(f"{ZONE}/A", VERSIONS, {"properties": Free()}),
)
