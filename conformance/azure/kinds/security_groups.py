"""Network security groups, and what gateways and Bastions need of them."""

from collections.abc import Iterator

from conformance.azure.answers import Body, Refusal
from conformance.azure.cloud import Cloud
from conformance.azure.kind import Change, Kind, Show, link_ids
from conformance.azure.shapes import Choice, Free
from conformance.azure.store import Resource

GROUP = "Microsoft.Network/networkSecurityGroups"
VERSIONS = ("2025-01-01",)
_GATEWAY = "Microsoft.Network/applicationGateways"
_SUBNET = "Microsoft.Network/virtualNetworks/subnets"


def _write(change: Change) -> None:
    rules = change.properties.setdefault("securityRules", [])
    for rule in rules:
        _check_rule(rule)
        rule["id"] = f"{change.id.text}/securityRules/{rule['name']}"
        rule["type"] = GROUP + "/securityRules"
        rule["properties"]["provisioningState"] = "Succeeded"
    _check_priorities(rules)
    change.properties["defaultSecurityRules"] = []
    for read_only in ("subnets", "networkInterfaces"):
        change.properties.pop(read_only, None)
    for subnet in _subnets_of(change.cloud, change.id.text):
        check_subnet(change.cloud, change.resource, subnet)


def _check_rule(rule: Body) -> None:
    priority = rule["properties"].get("priority", 0)
    if not 100 <= priority <= 4096:
        raise Refusal(
            400,
            "SecurityRuleInvalidPriority",
            f"Security rule has invalid Priority. Value provided: {priority} Allowed range "
            "100-4096.",
        )


def _check_priorities(rules: list[Body]) -> None:
    seen: dict[tuple[str, int], str] = {}
    for rule in rules:
        key = (rule["properties"]["direction"].lower(), rule["properties"]["priority"])
        if key in seen:
            raise Refusal(
                400,
                "SecurityRuleConflict",
                f"Security rule {rule['name']} conflicts with rule {seen[key]}. Rules cannot have "
                "the same Priority and Direction.",
            )
        seen[key] = rule["name"]


def _subnets_of(cloud: Cloud, group: str) -> Iterator[Resource]:
    for subnet in cloud.store.of_type(_SUBNET):
        if link_ids(subnet.properties.get("networkSecurityGroup")).lower() == group.lower():
            yield subnet


def _remove(change: Change) -> None:
    for subnet in _subnets_of(change.cloud, change.id.text):
        raise Refusal(
            400,
            "InUseNetworkSecurityGroupCannotBeDeleted",
            f"Network security group {change.id.text} cannot be deleted because it is in use by "
            f"the following resources: {subnet.id}. In order to delete the Network security "
            "group, remove the association with the resource(s).",
        )


def _view(cloud: Cloud, group: Resource, body: Body, _: Show) -> Body:
    found = [{"id": each.id} for each in _subnets_of(cloud, group.id)]
    if found:
        body["properties"]["subnets"] = found
    return body


# --- What is let through


def check_subnet(cloud: Cloud, group: Resource, subnet: Resource) -> None:
    """What the subnet's use asks of its group."""
    if subnet.name == "AzureBastionSubnet":
        _check_bastion(group)
    for gateway in cloud.store.of_type(_GATEWAY):
        for each in gateway.properties.get("gatewayIPConfigurations") or ():
            if link_ids(each["properties"].get("subnet")).lower() == subnet.key:
                check_gateway(group, subnet.id, gateway.id)


def check_gateway(group: Resource, subnet: str, gateway: str) -> None:
    """https://github.com/mspnp/aks-baseline/pull/284 quotes the error."""
    if _allows(group, "Inbound", ("GatewayManager", "Internet"), 65200, 65535):
        return
    raise Refusal(
        400,
        "ApplicationGatewaySubnetInboundTrafficBlockedByNetworkSecurityGroup",
        f"Network security group {group.id} blocks incoming internet traffic on ports 65200 - "
        f"65535 to subnet {subnet}, associated with Application Gateway {gateway}. This is not "
        "permitted for Application Gateways that have V2 Sku.",
    )


# https://learn.microsoft.com/azure/bastion/bastion-nsg
_BASTION = (
    ("Inbound", ("Internet",), 443),
    ("Inbound", ("GatewayManager",), 443),
    ("Inbound", ("AzureLoadBalancer",), 443),
    ("Inbound", ("VirtualNetwork",), 8080),
    ("Inbound", ("VirtualNetwork",), 5701),
    ("Outbound", ("VirtualNetwork",), 22),
    ("Outbound", ("VirtualNetwork",), 3389),
    ("Outbound", ("AzureCloud",), 443),
    ("Outbound", ("VirtualNetwork",), 8080),
    ("Outbound", ("VirtualNetwork",), 5701),
    ("Outbound", ("Internet",), 80),
)


def _check_bastion(group: Resource) -> None:
    """https://github.com/Azure/azure-quickstart-templates/issues/8655 quotes the error."""
    for direction, peers, port in _BASTION:
        if not _allows(group, direction, peers, port, port):
            raise Refusal(
                400,
                "NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
                f"Network security group {group.name} does not have necessary rules for Azure "
                "Bastion Subnet AzureBastionSubnet.",
            )


def _allows(group: Resource, direction: str, peers: tuple[str, ...], first: int, last: int) -> bool:
    """The first rule that fits all of it decides; both checks look at explicit rules only."""
    rules = sorted(group.properties["securityRules"], key=lambda r: r["properties"]["priority"])
    for rule in rules:
        properties = rule["properties"]
        if properties["direction"].lower() != direction.lower():
            continue
        if not _fits(properties, direction, peers, first, last):
            continue
        return bool(properties["access"].lower() == "allow")
    return False


def _fits(rule: Body, direction: str, peers: tuple[str, ...], first: int, last: int) -> bool:
    side = "source" if direction == "Inbound" else "destination"
    found = {rule.get(f"{side}AddressPrefix"), *(rule.get(f"{side}AddressPrefixes") or ())}
    if not found & {"*", *peers}:
        return False
    if rule["protocol"].lower() not in ("tcp", "*"):
        return False
    ports = [rule.get("destinationPortRange"), *(rule.get("destinationPortRanges") or ())]
    return any(_covers(str(each), first, last) for each in ports if each)


def _covers(text: str, first: int, last: int) -> bool:
    if text == "*":
        return True
    low, _, high = text.partition("-")
    return int(low) <= first and last <= int(high or low)


RULE = {
    "id": str,
    "name": str,
    "type": str,
    "etag": str,
    "properties": {
        "description": str,
        "protocol": Choice("Tcp", "Udp", "Icmp", "Ah", "Esp", "*"),
        "access": Choice("Allow", "Deny"),
        "direction": Choice("Inbound", "Outbound"),
        "priority": int,
        "sourcePortRange": str,
        "sourcePortRanges": [str],
        "destinationPortRange": str,
        "destinationPortRanges": [str],
        "sourceAddressPrefix": str,
        "sourceAddressPrefixes": [str],
        "destinationAddressPrefix": str,
        "destinationAddressPrefixes": [str],
        "sourceApplicationSecurityGroups": Free(),
        "destinationApplicationSecurityGroups": Free(),
        "provisioningState": str,
    },
}

KINDS = (
    Kind(
        GROUP,
        VERSIONS,
        {
            "properties": {
                "securityRules": [RULE],
                "defaultSecurityRules": Free(),
                "subnets": Free(),
                "networkInterfaces": Free(),
                "flowLogs": Free(),
                "flushConnection": bool,
                "provisioningState": str,
                "resourceGuid": str,
            }
        },
        write=_write,
        remove=_remove,
        view=_view,
        slow=True,
        located=True,
        tags=50,
        name=r"[A-Za-z0-9]([\w.-]{0,78}\w)?",
    ),
)
