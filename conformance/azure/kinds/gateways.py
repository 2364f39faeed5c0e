"""Application Gateways and their firewall policies."""

from collections.abc import Iterable, Iterator
from typing import Any

from conformance.azure.answers import Answer, Body, Refusal
from conformance.azure.kind import Call, Change, Kind, Link, link_ids
from conformance.azure.kinds import places, security_groups, vaults
from conformance.azure.kinds.addresses import ADDRESS
from conformance.azure.kinds.identities import IDENTITY
from conformance.azure.kinds.networks import SUBNET, neighbour, reference, subnet_ranges, users
from conformance.azure.shapes import Choice, Free
from conformance.azure.store import Resource

GATEWAY = "Microsoft.Network/applicationGateways"
POLICY = "Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies"
# What the provider (2025-01-01) and az 2.91 (2025-07-01) send.
VERSIONS = ("2025-01-01", "2025-07-01")

# Parts of a gateway that refer to each other by id, under the name that the id holds.
PARTS = (
    "authenticationCertificates",
    "backendAddressPools",
    "backendHttpSettingsCollection",
    "backendSettingsCollection",
    "frontendIPConfigurations",
    "frontendPorts",
    "gatewayIPConfigurations",
    "httpListeners",
    "listeners",
    "loadDistributionPolicies",
    "privateLinkConfigurations",
    "probes",
    "redirectConfigurations",
    "requestRoutingRules",
    "rewriteRuleSets",
    "routingRules",
    "sslCertificates",
    "sslProfiles",
    "trustedClientCertificates",
    "trustedRootCertificates",
    "urlPathMaps",
)


def _write(change: Change) -> None:
    properties = change.properties
    for part in PARTS:
        for each in properties.setdefault(part, []) or ():
            each["id"] = f"{change.id.text}/{part}/{each['name']}"
            each["type"] = f"{GATEWAY}/{part}"
            each.setdefault("properties", {})["provisioningState"] = "Succeeded"
    _check_parts(change)
    _check_sku(change)
    places.check_zones(change)
    _check_subnet(change)
    _check_addresses(change)
    _check_policy(change)
    _check_references(change)
    _check_certificates(change)
    properties["operationalState"] = "Running"
    properties.setdefault("enableHttp2", False)


def _check_parts(change: Change) -> None:
    """What no gateway is without."""
    for part in ("gatewayIPConfigurations", "frontendIPConfigurations", "httpListeners"):
        if not change.properties[part]:
            raise Refusal(
                400,
                "ApplicationGatewayMustHaveAtLeastOne" + part[0].upper() + part[1:-1],
                f"Application Gateway {change.id.text} must have at least one of {part}.",
            )
    priorities = [each["properties"].get("priority") for each in _rules(change)]
    if None in priorities or len(set(priorities)) < len(priorities):
        raise Refusal(
            400,
            "ApplicationGatewayRequestRoutingRulePriorityCannotBeEmpty",
            f"Request routing rules of {change.id.text} need a priority each, all different.",
        )


def _rules(change: Change) -> list[Body]:
    return list(change.properties["requestRoutingRules"] or ())


def _check_sku(change: Change) -> None:
    sku = change.properties.get("sku") or {}
    if sku.get("tier") not in ("Basic", "Standard_v2", "WAF_v2"):
        raise Refusal(
            400,
            "ApplicationGatewayV1SkuIsRetired",
            f"SKU {sku.get('name')} of {change.id.text} can't be created any more.",
        )
    scale = change.properties.get("autoscaleConfiguration")
    if scale and scale.get("maxCapacity", 125) < max(2, scale["minCapacity"]):
        raise Refusal(
            400,
            "ApplicationGatewayInvalidAutoscaleConfiguration",
            f"Autoscale of {change.id.text}: maxCapacity must be at least 2 and minCapacity.",
        )


def _check_subnet(change: Change) -> None:
    """https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure"""
    for each in change.properties["gatewayIPConfigurations"]:
        identifier = link_ids(each["properties"].get("subnet"))
        subnet = _neighbour(change, identifier, SUBNET)
        for user in users(change.cloud, subnet.id):
            other = change.cloud.store.get(user)
            if other and other.type != GATEWAY and other.key != change.id.key:
                raise Refusal(
                    400,
                    "ApplicationGatewaySubnetCannotBeUsedByOtherResources",
                    f"Subnet {subnet.id} of Application Gateway {change.id.text} can only "
                    f"contain application gateways, but holds {user}.",
                )
        group = change.cloud.find(
            link_ids(subnet.properties.get("networkSecurityGroup")), security_groups.GROUP
        )
        if group:
            security_groups.check_gateway(group, subnet.id, change.id.text)
        _check_capacity(change, subnet_ranges(subnet)[0].num_addresses - 5)


def _check_capacity(change: Change, usable: int) -> None:
    """An address for each instance, and one for a private frontend."""
    scale = change.properties.get("autoscaleConfiguration") or {}
    sku = change.properties.get("sku") or {}
    wanted = int(scale.get("maxCapacity") or sku.get("capacity") or 2)
    if wanted > usable:
        raise Refusal(
            400,
            "ApplicationGatewaySubnetInsufficientIpAddresses",
            f"Subnet of Application Gateway {change.id.text} has {usable} usable addresses, but "
            f"{wanted} instances need one each.",
        )


def _check_addresses(change: Change) -> None:
    for each in change.properties["frontendIPConfigurations"]:
        identifier = link_ids(each["properties"].get("publicIPAddress"))
        if not identifier:
            continue
        address = _neighbour(change, identifier, ADDRESS)
        wanted, found = (set(b.get("zones") or ()) for b in (change.resource.body, address.body))
        if found and not wanted <= found:
            raise Refusal(
                400,
                "ApplicationGatewayPublicIPZonesMismatch",
                f"Zones of {change.id.text} are not those of its address {address.id}.",
            )


def _check_policy(change: Change) -> None:
    identifier = link_ids(change.properties.get("firewallPolicy"))
    if not identifier:
        return
    _neighbour(change, identifier, POLICY)
    if (change.properties.get("sku") or {}).get("tier") != "WAF_v2":
        raise Refusal(
            400,
            "ApplicationGatewayFirewallPolicyNotSupportedForSku",
            f"A firewall policy needs SKU WAF_v2, and {change.id.text} has another one.",
        )


def _neighbour(change: Change, identifier: str, kind: str) -> Resource:
    return neighbour(change.cloud, identifier, kind, change.resource.location, change.id.text)


def _check_references(change: Change) -> None:
    """Every id that points into the gateway names a part that it has."""
    known = {each["id"].lower() for part in PARTS for each in change.properties[part] or ()}
    start = change.id.key + "/"
    for found in _ids(change.properties):
        if found.lower().startswith(start) and found.lower() not in known:
            raise reference(found, change.id.text)


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for inner in value.values():
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)


def _check_certificates(change: Change) -> None:
    """The gateway reads its certificates at once, as its identity."""
    for each in change.properties["sslCertificates"] or ():
        secret = each["properties"].get("keyVaultSecretId")
        each["properties"].pop("data", None)
        each["properties"].pop("password", None)
        if not secret:
            continue
        identities = [_principal(change, i) for i in _identities(change)]
        if not any(vaults.readable(change.cloud, i, secret) for i in identities):
            raise Refusal(
                400,
                "ApplicationGatewayKeyVaultSecretException",
                f"Problem occured while accessing and validating KeyVault Secrets associated with "
                f"Application Gateway '{change.id.text}'. See details below:",
                details=[
                    {
                        "code": "ApplicationGatewayKeyVaultSecretAccessDenied",
                        "message": f"Access denied for KeyVault Secret '{secret}' for Application "
                        f"Gateway '{change.id.text}'. Make sure that Identity assigned to "
                        "Application Gateway has access to the KeyVault associated with secret.",
                    }
                ],
            )


def _identities(change: Change) -> list[str]:
    identity = change.resource.body.get("identity") or {}
    return list(identity.get("userAssignedIdentities") or {})


def _principal(change: Change, identity: str) -> str:
    found = change.cloud.find(identity, IDENTITY)
    if found is None:
        raise reference(identity, change.id.text)
    return str(found.properties["principalId"])


def _links(change: Change) -> Iterable[Link]:
    """https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure#permissions"""
    properties = change.properties
    for each in properties.get("gatewayIPConfigurations") or ():
        subnet = link_ids((each.get("properties") or {}).get("subnet"))
        yield Link(subnet, "Microsoft.Network/virtualNetworks/subnets/join/action")
    for each in properties.get("frontendIPConfigurations") or ():
        address = link_ids((each.get("properties") or {}).get("publicIPAddress"))
        yield Link(address, "Microsoft.Network/publicIPAddresses/join/action")
    policy = link_ids(properties.get("firewallPolicy"))
    yield Link(policy, f"{POLICY}/join/action")
    for identity in _identities(change):
        yield Link(identity, f"{IDENTITY}/assign/action")


def _health(_: Call) -> Answer:
    return Answer(200, {"backendAddressPools": []})


def _write_policy(change: Change) -> None:
    properties = change.properties
    properties["resourceState"] = "Enabled"
    sets = (properties.get("managedRules") or {}).get("managedRuleSets") or []
    if not sets:
        raise Refusal(
            400,
            "WebApplicationFirewallPolicyMustHaveManagedRuleSet",
            f"Firewall policy {change.id.text} needs a managed rule set.",
        )


def _remove_policy(change: Change) -> None:
    for gateway in change.cloud.store.of_type(GATEWAY):
        if link_ids(gateway.properties.get("firewallPolicy")).lower() == change.id.key:
            raise Refusal(
                400,
                "ApplicationGatewayFirewallPolicyInUse",
                f"Firewall policy {change.id.text} is used by {gateway.id}.",
            )


_PART = [{"id": str, "name": str, "type": str, "etag": str, "properties": Free()}]

KINDS = (
    Kind(
        GATEWAY,
        VERSIONS,
        {
            "zones": [str],
            "identity": {
                "type": Choice("UserAssigned", "SystemAssigned", "None"),
                "userAssignedIdentities": Free(),
                "principalId": str,
                "tenantId": str,
            },
            "properties": {
                **dict.fromkeys(PARTS, _PART),
                "sku": {"name": str, "tier": str, "capacity": int, "family": str},
                "autoscaleConfiguration": {"minCapacity": int, "maxCapacity": int},
                "sslPolicy": Free(),
                "firewallPolicy": {"id": str},
                "forceFirewallPolicyAssociation": bool,
                "enableHttp2": bool,
                "enableFips": bool,
                "customErrorConfigurations": Free(),
                "globalConfiguration": Free(),
                "webApplicationFirewallConfiguration": Free(),
                "privateEndpointConnections": Free(),
                "operationalState": str,
                "defaultPredefinedSslPolicy": str,
                "provisioningState": str,
                "resourceGuid": str,
                "entraJWTValidationConfigs": Free(),
            },
        },
        write=_write,
        links=_links,
        actions={"backendhealth": _health, "start": _health, "stop": _health},
        slow=True,
        located=True,
        tags=50,
        name=r"[A-Za-z0-9]([\w.-]{0,78}\w)?",
    ),
    Kind(
        POLICY,
        VERSIONS,
        {
            "properties": {
                "policySettings": Free(),
                "customRules": Free(),
                "managedRules": {
                    "managedRuleSets": [
                        {
                            "ruleSetType": str,
                            "ruleSetVersion": str,
                            "ruleGroupOverrides": Free(),
                            "computedDisabledRules": Free(),
                        }
                    ],
                    "exclusions": Free(),
                    "exceptions": Free(),
                },
                "applicationGateways": Free(),
                "httpListeners": Free(),
                "pathBasedRules": Free(),
                "provisioningState": str,
                "resourceState": str,
            }
        },
        write=_write_policy,
        remove=_remove_policy,
        slow=True,
        located=True,
        tags=50,
        name=r"[A-Za-z0-9]\w{0,127}|[A-Za-z0-9][\w.-]{0,126}\w",
    ),
)
