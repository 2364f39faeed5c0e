"""Private endpoints and the DNS zones that they write themselves into."""

from collections.abc import Iterable
from ipaddress import IPv4Network

from conformance.azure.answers import Body, Refusal
from conformance.azure.kind import Change, Kind, Link, link_ids
from conformance.azure.kinds.dns import ZONE
from conformance.azure.kinds.networks import SUBNET, neighbour, reference, subnet_ranges, users
from conformance.azure.shapes import REFERENCE, Free
from conformance.azure.store import Resource

ENDPOINT = "Microsoft.Network/privateEndpoints"
ZONE_GROUP = ENDPOINT + "/privateDnsZoneGroups"
INTERFACE = "Microsoft.Network/networkInterfaces"
VERSIONS = ("2025-01-01",)
_REGISTRY = "Microsoft.ContainerRegistry/registries"
_REPLICATION = _REGISTRY + "/replications"

# What a private endpoint can reach of a target.
# https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource
GROUPS = {
    "microsoft.keyvault/vaults": ("vault",),
    "microsoft.containerregistry/registries": ("registry",),
}


def _write(change: Change) -> None:
    identifier = link_ids(change.properties.get("subnet"))
    place, endpoint = change.resource.location, change.id.text
    subnet = neighbour(change.cloud, identifier, SUBNET, place, endpoint)
    for each in change.properties.get("privateLinkServiceConnections") or ():
        _check_connection(change, each)
    wanted = _addresses(change)
    _check_capacity(change, subnet, wanted)
    interface = change.id.text.replace("privateEndpoints", "networkInterfaces") + ".nic"
    change.properties["networkInterfaces"] = [{"id": interface}]
    change.properties["customDnsConfigs"] = []
    body: Body = {
        "location": change.resource.location,
        "properties": {"ipConfigurations": wanted, "privateEndpoint": {"id": change.id.text}},
    }
    change.cloud.store.put(Resource(interface, INTERFACE, interface.rsplit("/", 1)[-1], body))


def _check_connection(change: Change, connection: Body) -> None:
    properties = connection["properties"]
    target = change.cloud.store.get(str(properties.get("privateLinkServiceId")))
    if target is None:
        raise reference(str(properties.get("privateLinkServiceId")), change.id.text)
    known = GROUPS.get(target.type.lower(), ())
    for group in properties.get("groupIds") or ():
        if group not in known:
            raise Refusal(
                400,
                "InvalidPrivateLinkServiceConnectionGroupId",
                f"Group id {group} of {change.id.text} is none of {target.id}: {', '.join(known)}.",
            )
    sku = (target.body.get("sku") or {}).get("name")
    if target.type == _REGISTRY and sku != "Premium":
        raise Refusal(
            400,
            "PrivateEndpointNotSupportedForSku",
            f"Private endpoints need SKU Premium, and {target.id} has {sku}.",
        )
    connection["id"] = f"{change.id.text}/privateLinkServiceConnections/{connection['name']}"
    properties["provisioningState"] = "Succeeded"
    properties["privateLinkServiceConnectionState"] = {
        "status": "Approved",
        "description": "Auto-Approved",
        "actionsRequired": "None",
    }


def _addresses(change: Change) -> int:
    """One address; a registry takes one for itself and one for each region's data endpoint."""
    wanted = 0
    for each in change.properties.get("privateLinkServiceConnections") or ():
        target = change.cloud.store.get(each["properties"]["privateLinkServiceId"])
        wanted += 1
        if target and target.type == _REGISTRY:
            wanted += 1 + len(change.cloud.store.children(target.id, _REPLICATION))
    return wanted


def _check_capacity(change: Change, subnet: Resource, wanted: int) -> None:
    """https://github.com/hashicorp/terraform-provider-azurerm/issues/28610"""
    taken = 0
    for user in users(change.cloud, subnet.id):
        other = change.cloud.store.get(user)
        if other and other.type == ENDPOINT and other.key != change.id.key:
            for each in other.properties["networkInterfaces"]:
                interface = change.cloud.store.get(each["id"])
                taken += interface.properties["ipConfigurations"] if interface else 0
    prefix: IPv4Network = subnet_ranges(subnet)[0]
    if taken + wanted > prefix.num_addresses - 5:
        raise Refusal(
            400,
            "SubnetIsFull",
            f"Subnet {subnet.name} with address prefix {prefix} does not have enough capacity for "
            f"{wanted} IP addresses.",
        )


def _remove(change: Change) -> None:
    for each in change.properties["networkInterfaces"]:
        change.cloud.store.remove(each["id"])


def _links(change: Change) -> Iterable[Link]:
    subnet = link_ids(change.properties.get("subnet"))
    yield Link(subnet, "Microsoft.Network/virtualNetworks/subnets/join/action")
    for each in change.properties.get("privateLinkServiceConnections") or ():
        target = str(each["properties"].get("privateLinkServiceId") or "")
        found = change.cloud.store.get(target)
        if found:
            yield Link(target, f"{found.type}/privateEndpointConnectionsApproval/action")


def _write_group(change: Change) -> None:
    for each in change.properties.get("privateDnsZoneConfigs") or ():
        zone = str(each["properties"].get("privateDnsZoneId"))
        if change.cloud.find(zone, ZONE) is None:
            raise reference(zone, change.id.text)
        each["id"] = f"{change.id.text}/privateDnsZoneConfigs/{each['name']}"
        each["properties"].setdefault("recordSets", [])


def _group_links(change: Change) -> Iterable[Link]:
    for each in change.properties.get("privateDnsZoneConfigs") or ():
        zone = str(each["properties"].get("privateDnsZoneId") or "")
        yield Link(zone, "Microsoft.Network/privateDnsZones/join/action")


_CONNECTION = {
    "id": str,
    "name": str,
    "type": str,
    "etag": str,
    "properties": {
        "privateLinkServiceId": str,
        "groupIds": [str],
        "requestMessage": str,
        "privateLinkServiceConnectionState": Free(),
        "provisioningState": str,
    },
}

KINDS = (
    Kind(
        ENDPOINT,
        VERSIONS,
        {
            "extendedLocation": Free(),
            "properties": {
                "applicationSecurityGroups": Free(),
                "customDnsConfigs": Free(),
                "customNetworkInterfaceName": str,
                "ipConfigurations": Free(),
                "ipVersionType": str,
                "manualPrivateLinkServiceConnections": [_CONNECTION],
                "networkInterfaces": Free(),
                "privateLinkServiceConnections": [_CONNECTION],
                "provisioningState": str,
                "subnet": REFERENCE,
            },
        },
        write=_write,
        remove=_remove,
        links=_links,
        slow=True,
        located=True,
        tags=50,
        name=r"[A-Za-z0-9]([\w.-]{0,78}\w)?",
    ),
    Kind(
        ZONE_GROUP,
        VERSIONS,
        {
            "properties": {
                "privateDnsZoneConfigs": [
                    {
                        "id": str,
                        "name": str,
                        "properties": {"privateDnsZoneId": str, "recordSets": Free()},
                    }
                ],
                "provisioningState": str,
            }
        },
        write=_write_group,
        links=_group_links,
        slow=True,
    ),
    Kind(INTERFACE, ("2023-09-01", "2025-01-01"), {"properties": Free()}, located=True, tags=50),
)
