"""Virtual network peerings, made from both sides."""

from collections.abc import Iterable

from conformance.azure.answers import Body, Refusal
from conformance.azure.cloud import Cloud
from conformance.azure.kind import Change, Kind, Link, Show, link_ids
from conformance.azure.kinds.networks import NETWORK, PEERING, VERSIONS, address_space, reference
from conformance.azure.shapes import REFERENCE, Free
from conformance.azure.store import Resource

# https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#networking-limits
LIMIT = 500


def _write(change: Change) -> None:
    local = change.cloud.find(change.id.parent, NETWORK)
    remote_id = link_ids(change.properties.get("remoteVirtualNetwork"))
    remote = change.cloud.find(remote_id, NETWORK)
    if remote is None or local is None:
        raise reference(remote_id, change.id.text)
    if remote.key == local.key:
        raise Refusal(
            400,
            "VirtualNetworkCannotBePeeredWithItself",
            f"Virtual network {local.id} cannot be peered with itself.",
        )
    _check_overlap(change, local, remote)
    _check_siblings(change, remote)
    change.properties["remoteVirtualNetwork"] = {"id": remote.id}
    space = {"addressPrefixes": [str(each) for each in address_space(remote)]}
    change.properties["remoteAddressSpace"] = space
    change.properties["remoteVirtualNetworkAddressSpace"] = space


def _check_overlap(change: Change, local: Resource, remote: Resource) -> None:
    """https://learn.microsoft.com/azure/virtual-network/virtual-network-troubleshoot-peering-issues"""
    for mine in address_space(local):
        for theirs in address_space(remote):
            if mine.overlaps(theirs):
                raise Refusal(
                    400,
                    "VnetAddressSpacesOverlap",
                    f"Cannot create or update peering {change.id.text}. Virtual networks "
                    f"{local.id} and {remote.id} cannot be peered because their address spaces "
                    f"overlap. Overlapping address prefixes: {mine}, {theirs}",
                )


def _check_siblings(change: Change, remote: Resource) -> None:
    siblings = [
        each
        for each in change.cloud.store.children(change.id.parent, PEERING)
        if each.key != change.id.key
    ]
    if len(siblings) >= LIMIT:
        raise Refusal(
            400,
            "PeeringsPerVirtualNetworkLimitExceeded",
            f"Virtual network {change.id.parent} already has {LIMIT} peerings.",
        )
    for each in siblings:
        if link_ids(each.properties["remoteVirtualNetwork"]).lower() == remote.key:
            raise Refusal(
                400,
                "AnotherPeeringAlreadyReferencesRemoteVnet",
                f"Peering {change.id.text} cannot be created because another peering {each.id} "
                f"already references remote virtual network {remote.id}.",
            )


def _view(cloud: Cloud, peering: Resource, body: Body, _: Show) -> Body:
    """Connected once the other side has one back; Disconnected once that is gone."""
    local = peering.key.rsplit("/", 2)[0]
    remote_id = link_ids(peering.properties["remoteVirtualNetwork"])
    remote = cloud.find(remote_id, NETWORK)
    back = any(
        link_ids(each.properties["remoteVirtualNetwork"]).lower() == local
        for each in cloud.store.children(remote_id, PEERING)
    )
    seen = peering.body["properties"].get("peeringState")
    state = "Connected" if back else "Disconnected" if seen == "Connected" else "Initiated"
    peering.body["properties"]["peeringState"] = state
    known = peering.properties["remoteAddressSpace"]["addressPrefixes"]
    current = [str(each) for each in address_space(remote)] if remote else known
    level = "FullyInSync" if current == known else "RemoteNotInSync"
    body["properties"].update(peeringState=state, peeringSyncLevel=level)
    return body


def _links(change: Change) -> Iterable[Link]:
    remote = link_ids(change.properties.get("remoteVirtualNetwork"))
    yield Link(remote, "Microsoft.Network/virtualNetworks/peer/action")


KINDS = (
    Kind(
        PEERING,
        VERSIONS,
        {
            "properties": {
                "allowVirtualNetworkAccess": bool,
                "allowForwardedTraffic": bool,
                "allowGatewayTransit": bool,
                "useRemoteGateways": bool,
                "remoteVirtualNetwork": REFERENCE,
                "remoteAddressSpace": {"addressPrefixes": [str]},
                "remoteVirtualNetworkAddressSpace": {"addressPrefixes": [str]},
                "remoteBgpCommunities": Free(),
                "peerCompleteVnets": bool,
                "localSubnetNames": [str],
                "remoteSubnetNames": [str],
                "enableOnlyIPv6Peering": bool,
                "peeringState": str,
                "peeringSyncLevel": str,
                "provisioningState": str,
                "resourceGuid": str,
                "localAddressSpace": Free(),
                "localVirtualNetworkAddressSpace": Free(),
                "doNotVerifyRemoteGateways": bool,
                "remoteVirtualNetworkEncryption": Free(),
            }
        },
        write=_write,
        view=_view,
        links=_links,
        slow=True,
        name=r"[A-Za-z0-9]([\w.-]{0,78}\w)?",
    ),
)
