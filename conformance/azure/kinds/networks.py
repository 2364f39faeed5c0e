"""Virtual networks and their subnets."""

import copy
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network

from conformance.azure.answers import Body, Refusal
from conformance.azure.catalog import region
from conformance.azure.cloud import Cloud
from conformance.azure.kind import Change, Kind, Link, Show, link_ids
from conformance.azure.kinds import security_groups
from conformance.azure.shapes import REFERENCE, Choice, Free
from conformance.azure.store import Resource

NETWORK = "Microsoft.Network/virtualNetworks"
SUBNET = NETWORK + "/subnets"
PEERING = NETWORK + "/virtualNetworkPeerings"
# What the provider (2025-01-01) and az 2.91 (2025-07-01) send.
VERSIONS = ("2025-01-01", "2025-07-01")

# Ranges that no virtual network may hold.
# https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq#what-address-ranges-can-i-use-in-my-virtual-networks
FORBIDDEN = tuple(
    IPv4Network(each)
    for each in (
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "224.0.0.0/4",
        "255.255.255.255/32",
    )
)

NAME = r"[A-Za-z0-9]([\w.-]{0,62}\w)?"


def ranges(texts: Iterable[str], resource: str) -> list[IPv4Network]:
    """Networks from prefixes; refuses those that are none."""
    found = []
    for text in texts:
        try:
            loose = IPv4Network(text, strict=False)
        except ValueError as error:
            raise Refusal(
                400,
                "InvalidAddressPrefixFormat",
                f"Address prefix {text} of resource {resource} is not formatted correctly. It "
                "should follow CIDR notation, for example 10.0.0.0/24.",
            ) from error
        if str(loose) != text:
            raise Refusal(
                400,
                "InvalidCIDRNotation",
                f"The address prefix {text} in resource {resource} has an invalid CIDR notation. "
                f"For the given prefix length, the address prefix should be {loose}.",
            )
        found.append(loose)
    return found


def address_space(network: Resource) -> list[IPv4Network]:
    space = network.properties.get("addressSpace") or {}
    return [IPv4Network(each) for each in space.get("addressPrefixes") or ()]


def prefixes(subnet: Resource) -> list[str]:
    properties = subnet.properties
    single = properties.get("addressPrefix")
    return list(properties.get("addressPrefixes") or ([single] if single else []))


def subnet_ranges(subnet: Resource) -> list[IPv4Network]:
    return [IPv4Network(each) for each in prefixes(subnet)]


def network_of(cloud: Cloud, subnet: str) -> Resource:
    found = cloud.find(subnet.rsplit("/", 2)[0], NETWORK)
    if found is None:
        raise reference(subnet, subnet.rsplit("/", 2)[0])
    return found


def neighbour(cloud: Cloud, identifier: str, kind: str, place: str, user: str) -> Resource:
    """A resource that `user` links to, which the network provider wants in the same region.

    https://learn.microsoft.com/azure/virtual-network/virtual-network-vnet-plan-design-arm#regions
    """
    found = cloud.find(identifier, kind)
    if found is None:
        raise reference(identifier, user)
    located = network_of(cloud, found.id) if kind == SUBNET else found
    if region(located.location) != region(place):
        raise reference(identifier, user)
    return found


def reference(missing: str, by: str) -> Refusal:
    """How the network provider says that a link leads nowhere."""
    return Refusal(
        400,
        "InvalidResourceReference",
        f"Resource {missing} referenced by resource {by} was not found. Please make sure that the "
        "referenced resource exists, and that both resources are in the same region.",
    )


def users(cloud: Cloud, subnet: str) -> Iterator[str]:
    """The resources that have addresses in a subnet."""
    key = subnet.lower()
    for each in cloud.store:
        found: set[str] = set()
        _subnets_in(each.body, found)
        if key in found and not each.key.startswith(key):
            yield each.id


def _subnets_in(value: object, found: set[str]) -> None:
    """Every id of a subnet, under whatever name it is linked."""
    if isinstance(value, dict):
        for inner in value.values():
            _subnets_in(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _subnets_in(inner, found)
    elif isinstance(value, str) and "/virtualnetworks/" in value.lower():
        parts = value.lower().split("/")
        if len(parts) == 11 and parts[9] == "subnets":
            found.add(value.lower())


# --- Networks


def _write(change: Change) -> None:
    space = (change.properties.get("addressSpace") or {}).get("addressPrefixes") or []
    wanted = ranges(space, change.id.text)
    for each in wanted:
        for forbidden in FORBIDDEN:
            if each.overlaps(forbidden):
                raise Refusal(
                    400,
                    "AddressPrefixNotAllowed",
                    f"The address prefix {each} of virtual network {change.id.text} overlaps "
                    f"{forbidden}, which can't be used.",
                )
    for number, one in enumerate(wanted):
        for other in wanted[:number]:
            if one.overlaps(other):
                raise Refusal(
                    400,
                    "NetcfgInvalidVirtualNetworkSite",
                    f"The address prefixes {one} and {other} of {change.id.text} overlap.",
                )
    _check_shrinking(change, wanted)
    subnets = change.properties.pop("subnets", None)
    change.properties.setdefault("dhcpOptions", {"dnsServers": []})
    if subnets:
        _write_subnets(change, subnets)


def _check_shrinking(change: Change, wanted: list[IPv4Network]) -> None:
    """A subnet must still be inside, and no peered network in the way."""
    for subnet in change.cloud.store.children(change.id.text, SUBNET):
        for each in subnet_ranges(subnet):
            if not any(each.subnet_of(outer) for outer in wanted):
                raise invalid_subnet(subnet.name, change.id.name)
    for peering in change.cloud.store.children(change.id.text, PEERING):
        remote = change.cloud.find(link_ids(peering.properties["remoteVirtualNetwork"]), NETWORK)
        for each in address_space(remote) if remote else ():
            if any(each.overlaps(mine) for mine in wanted):
                raise Refusal(
                    400,
                    "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet",
                    f"Address space of the virtual network {change.id.text} overlaps with that "
                    f"of the peered virtual network {remote.id if remote else ''}.",
                )


def _write_subnets(change: Change, subnets: list[Body]) -> None:
    """Subnets that are written with their network."""
    change.cloud.store.put(change.resource)
    for each in subnets:
        identifier = f"{change.id.text}/subnets/{each['name']}"
        before = change.cloud.store.get(identifier)
        body = {"properties": copy.deepcopy(each.get("properties") or {})}
        subnet = Resource(identifier, SUBNET, each["name"], body)
        _fill_subnet(change.cloud, subnet, change.resource, before)
        change.cloud.store.put(subnet)


def _remove(change: Change) -> None:
    for subnet in change.cloud.store.children(change.id.text, SUBNET):
        _refuse_used(change.cloud, subnet.id, subnet.name)


def _view(cloud: Cloud, network: Resource, body: Body, show: Show) -> Body:
    inside = [show(each) for each in cloud.store.children(network.id, SUBNET)]
    peerings = [show(each) for each in cloud.store.children(network.id, PEERING)]
    body["properties"].update(subnets=inside, virtualNetworkPeerings=peerings)
    return body


# --- Subnets


def invalid_subnet(name: str, network: str) -> Refusal:
    """https://github.com/hashicorp/terraform-provider-azurerm/issues/10826"""
    return Refusal(
        400,
        "NetcfgInvalidSubnet",
        f"Subnet '{name}' is not valid in virtual network '{network}'.",
    )


def _write_subnet(change: Change) -> None:
    network = network_of(change.cloud, change.id.text)
    _fill_subnet(change.cloud, change.resource, network, change.before)


def _fill_subnet(
    cloud: Cloud, subnet: Resource, network: Resource, before: Resource | None
) -> None:
    wanted = ranges(prefixes(subnet), subnet.id)
    _check_ranges(cloud, subnet, network, wanted)
    if before is not None:
        _check_use(cloud, subnet, before)
    # An id of the network's own case, whatever the client wrote.
    properties = subnet.properties
    if len(wanted) == 1 and not properties.get("addressPrefix"):
        properties.pop("addressPrefixes", None)
        properties["addressPrefix"] = str(wanted[0])
    properties.setdefault("delegations", [])
    for each in properties["delegations"]:
        each["id"] = f"{subnet.id}/delegations/{each['name']}"
        each.setdefault("type", SUBNET + "/delegations")
        each["properties"].setdefault("actions", [])
    properties.setdefault("privateEndpointNetworkPolicies", "Disabled")
    properties.setdefault("privateLinkServiceNetworkPolicies", "Enabled")
    properties.setdefault("defaultOutboundAccess", True)
    group = link_ids(properties.get("networkSecurityGroup"))
    if group:
        found = neighbour(cloud, group, security_groups.GROUP, network.location, subnet.id)
        properties["networkSecurityGroup"] = {"id": found.id}
        security_groups.check_subnet(cloud, found, subnet)


def _check_ranges(
    cloud: Cloud, subnet: Resource, network: Resource, wanted: list[IPv4Network]
) -> None:
    space = address_space(network)
    if not wanted or not all(any(each.subnet_of(outer) for outer in space) for each in wanted):
        raise invalid_subnet(subnet.name, network.name)
    for each in wanted:
        # https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq#how-small-and-how-large-can-virtual-networks-and-subnets-be
        if each.prefixlen > 29:
            raise invalid_subnet(subnet.name, network.name)
        for other in cloud.store.children(network.id, SUBNET):
            if other.key != subnet.key and any(each.overlaps(o) for o in subnet_ranges(other)):
                raise Refusal(
                    400,
                    "NetcfgSubnetRangesOverlap",
                    f"Subnet '{subnet.name}' is not valid because its IP address range overlaps "
                    f"with that of an existing subnet in virtual network '{network.name}'.",
                )


def _delegations(subnet: Resource) -> list[str]:
    return [
        each["properties"]["serviceName"] for each in subnet.properties.get("delegations") or ()
    ]


def _check_use(cloud: Cloud, subnet: Resource, before: Resource) -> None:
    """https://github.com/hashicorp/terraform-provider-azurerm/issues/7687"""
    used = next(users(cloud, subnet.id), None)
    if used is None:
        return
    if set(prefixes(subnet)) != set(prefixes(before)):
        raise Refusal(
            400,
            "InUsePrefixCannotBeDeleted",
            f"IpPrefix {', '.join(prefixes(before))} on Subnet {subnet.name} has active "
            "allocations and cannot be deleted.",
        )
    if _delegations(subnet) != _delegations(before):
        raise Refusal(
            400,
            "SubnetDelegationsCannotChangeWhenSubnetUsedByResource",
            f"Delegations of subnet {subnet.id} cannot be changed from "
            f"[{', '.join(_delegations(before))}] to [{', '.join(_delegations(subnet))}] because "
            f"it is being used by the resource {used}.",
        )


def _refuse_used(cloud: Cloud, subnet: str, name: str) -> None:
    """https://learn.microsoft.com/azure/virtual-network/troubleshoot-subnet-in-use"""
    used = next(users(cloud, subnet), None)
    if used is not None:
        raise Refusal(
            400,
            "InUseSubnetCannotBeDeleted",
            f"Subnet {name} is in use by {used} and cannot be deleted. In order to delete the "
            "subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.",
        )


def _remove_subnet(change: Change) -> None:
    _refuse_used(change.cloud, change.id.text, change.id.name)


def _subnet_links(change: Change) -> Iterable[Link]:
    group = link_ids(change.properties.get("networkSecurityGroup"))
    yield Link(group, "Microsoft.Network/networkSecurityGroups/join/action")


SUBNET_PROPERTIES = {
    "addressPrefix": str,
    "addressPrefixes": [str],
    "networkSecurityGroup": {**REFERENCE, "location": str, "properties": Free(), "tags": Free()},
    "routeTable": REFERENCE,
    "natGateway": REFERENCE,
    "serviceEndpoints": [{"service": str, "locations": [str], "provisioningState": str}],
    "serviceEndpointPolicies": [REFERENCE],
    "delegations": [
        {
            "id": str,
            "name": str,
            "type": str,
            "etag": str,
            "properties": {"serviceName": str, "actions": [str], "provisioningState": str},
        }
    ],
    "defaultOutboundAccess": bool,
    "privateEndpointNetworkPolicies": Choice(
        "Disabled", "Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"
    ),
    "privateLinkServiceNetworkPolicies": Choice("Disabled", "Enabled"),
    "sharingScope": str,
    "provisioningState": str,
    "purpose": str,
    "ipConfigurations": Free(),
    "ipamPoolPrefixAllocations": Free(),
    "privateEndpoints": Free(),
}

KINDS = (
    Kind(
        NETWORK,
        VERSIONS,
        {
            "extendedLocation": Free(),
            "properties": {
                "addressSpace": {"addressPrefixes": [str], "ipamPoolPrefixAllocations": Free()},
                "dhcpOptions": {"dnsServers": [str]},
                "subnets": [
                    {
                        "id": str,
                        "name": str,
                        "type": str,
                        "etag": str,
                        "properties": SUBNET_PROPERTIES,
                    }
                ],
                "virtualNetworkPeerings": Free(),
                "enableDdosProtection": bool,
                "enableVmProtection": bool,
                "flowTimeoutInMinutes": int,
                "privateEndpointVNetPolicies": str,
                "provisioningState": str,
                "resourceGuid": str,
            },
        },
        write=_write,
        remove=_remove,
        view=_view,
        slow=True,
        located=True,
        tags=50,
        name=r"[A-Za-z0-9][\w.-]{0,62}\w",
    ),
    Kind(
        SUBNET,
        VERSIONS,
        {"properties": SUBNET_PROPERTIES},
        write=_write_subnet,
        remove=_remove_subnet,
        links=_subnet_links,
        slow=True,
        name=r"[A-Za-z0-9]([\w.-]{0,78}\w)?",
    ),
)
