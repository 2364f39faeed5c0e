"""Bastion hosts."""

from collections.abc import Iterable

from conformance.azure.answers import Refusal
from conformance.azure.kind import Change, Kind, Link, link_ids
from conformance.azure.kinds import security_groups
from conformance.azure.kinds.addresses import ADDRESS
from conformance.azure.kinds.networks import SUBNET, neighbour, subnet_ranges
from conformance.azure.shapes import REFERENCE, Choice, Free

BASTION = "Microsoft.Network/bastionHosts"


def _write(change: Change) -> None:
    """https://learn.microsoft.com/azure/bastion/configuration-settings#subnet"""
    for each in change.properties.get("ipConfigurations") or ():
        properties = each["properties"]
        cloud, place, bastion = change.cloud, change.resource.location, change.id.text
        neighbour(cloud, link_ids(properties.get("publicIPAddress")), ADDRESS, place, bastion)
        subnet = neighbour(cloud, link_ids(properties.get("subnet")), SUBNET, place, bastion)
        if subnet.name != "AzureBastionSubnet":
            raise Refusal(
                400,
                "BastionHostSubnetNameInvalid",
                f"Bastion host {change.id.text} needs a subnet named AzureBastionSubnet.",
            )
        if subnet_ranges(subnet)[0].prefixlen > 26:
            raise Refusal(
                400,
                "BastionHostSubnetSizeInvalid",
                f"Subnet {subnet.id} of Bastion host {change.id.text} must be /26 or larger.",
            )
        group = change.cloud.find(
            link_ids(subnet.properties.get("networkSecurityGroup")), security_groups.GROUP
        )
        if group:
            security_groups.check_subnet(change.cloud, group, subnet)
        each["id"] = f"{change.id.text}/bastionHostIpConfigurations/{each['name']}"
        properties["provisioningState"] = "Succeeded"
    change.properties["dnsName"] = f"bst-{change.id.name}.bastion.azure.com"


def _links(change: Change) -> Iterable[Link]:
    for each in change.properties.get("ipConfigurations") or ():
        properties = each["properties"]
        subnet, address = properties.get("subnet"), properties.get("publicIPAddress")
        yield Link(link_ids(subnet), "Microsoft.Network/virtualNetworks/subnets/join/action")
        yield Link(link_ids(address), "Microsoft.Network/publicIPAddresses/join/action")


KINDS = (
    Kind(
        BASTION,
        ("2025-01-01",),
        {
            "sku": {"name": Choice("Basic", "Standard", "Developer", "Premium")},
            "zones": [str],
            "properties": {
                "ipConfigurations": [
                    {
                        "id": str,
                        "name": str,
                        "type": str,
                        "etag": str,
                        "properties": {
                            "subnet": REFERENCE,
                            "publicIPAddress": REFERENCE,
                            "privateIPAllocationMethod": str,
                            "provisioningState": str,
                        },
                    }
                ],
                "disableCopyPaste": bool,
                "dnsName": str,
                "enableFileCopy": bool,
                "enableIpConnect": bool,
                "enableKerberos": bool,
                "enablePrivateOnlyBastion": bool,
                "enableSessionRecording": bool,
                "enableShareableLink": bool,
                "enableTunneling": bool,
                "networkAcls": Free(),
                "provisioningState": str,
                "scaleUnits": int,
                "virtualNetwork": REFERENCE,
            },
        },
        write=_write,
        links=_links,
        slow=True,
        located=True,
        tags=50,
        name=r"[A-Za-z0-9]([\w.-]{0,78}\w)?",
    ),
)
