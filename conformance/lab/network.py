"""The Azure side that packets see: VNets, their peerings, node pools, from a Terraform state.

This machine's own namespace stands for what joins the VNets, and for the operator's machine. Each
cluster has a namespace of its own, which is its VNet and its nodes at once: API server, kubelet and
kube-proxy run there, and each pod's namespace hangs on it by a veth pair.
"""

import ipaddress
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from conformance.shared.commands import must

OPERATOR = "192.168.255.1"
# Next hops that mean "whatever is at the other end of this link".
TO_VNETS, TO_NODE = "169.254.1.1", "169.254.1.2"
# What AKS takes for overlay pods where nothing else is asked for.
OVERLAY_PODS = "10.244.0.0/16"

Resource = dict[str, Any]


@dataclass
class Pool:
    """A node pool; its one node has the pool's address."""

    name: str
    mode: str
    version: str
    labels: dict[str, str]
    taints: list[str]
    address: str = ""


@dataclass
class Facts:
    """What the lab needs to know of a cluster."""

    index: int
    space: str = ""
    location: str = ""
    services: str = ""
    overlay: bool = False
    cilium: bool = False
    pods: str = ""
    node: str = ""
    subnets: dict[str, str] = field(default_factory=dict)
    peers: list[str] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)


Landscape = dict[str, Facts]


def write_landscape(landscape: Landscape, file: Path) -> None:
    file.write_text(json.dumps({name: asdict(facts) for name, facts in landscape.items()}))


def read_facts(file: Path, cluster: str) -> Facts:
    values = json.loads(file.read_text())[cluster]
    pools = [Pool(**each) for each in values.pop("pools")]
    return Facts(**values, pools=pools)


def address(prefix: str, number: int) -> str:
    return str(ipaddress.ip_network(prefix)[number])


def resources(module: Resource) -> Iterator[Resource]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)


def subjects_of(state: Resource, clusters: list[str]) -> dict[str, list[str]]:
    """By cluster: the subjects of its federated credentials."""
    found: dict[str, list[str]] = {name: [] for name in clusters}
    for resource in resources(state["root_module"]):
        module = re.match(r"module\.cluster-([^.\[]+)\.", resource["address"])
        if module and resource["type"] == "azurerm_federated_identity_credential":
            found[module[1]].append(resource["values"]["subject"])
    return found


def landscape_of(state: Resource, clusters: list[str]) -> Landscape:
    found = {name: Facts(index) for index, name in enumerate(clusters)}
    everything = list(resources(state["root_module"]))
    networks: dict[str, str] = {}
    for resource in everything:
        if module := re.match(r"module\.cluster-([^.\[]+)\.", resource["address"]):
            read_resource(found[module[1]], resource)
            if resource["type"] == "azurerm_virtual_network":
                # Its id ends with its name, and in the tree's mocks with the cluster's.
                networks[resource["values"]["name"]] = module[1]
                networks[f"network-of-{module[1]}"] = module[1]
    for resource in everything:
        if resource["type"] == "azurerm_virtual_network_peering":
            remote = resource["values"]["remote_virtual_network_id"]
            own = networks[resource["values"]["virtual_network_name"]]
            found[own].peers.append(networks[remote.rsplit("/", 1)[1]])
    for facts in found.values():
        place(facts)
    return found


def read_resource(facts: Facts, resource: Resource) -> None:
    values = resource["values"]
    match resource["type"]:
        case "azurerm_virtual_network":
            facts.space = values["address_space"][0]
        case "azurerm_subnet":
            facts.subnets[values["name"]] = values["address_prefixes"][0]
        case "azurerm_kubernetes_cluster":
            pool, profile = values["default_node_pool"][0], values["network_profile"][0]
            facts.location, facts.services = values["location"], profile["service_cidr"]
            facts.overlay = profile["network_plugin_mode"] == "overlay"
            facts.cilium = profile.get("network_data_plane") == "cilium"
            tainted = pool["only_critical_addons_enabled"]
            taints = ["CriticalAddonsOnly=true:NoSchedule"] if tainted else []
            facts.pools.append(pool_of(pool, "system", taints))
        case "azurerm_kubernetes_cluster_node_pool":
            mode, taints = values["mode"].lower(), values["node_taints"] or []
            facts.pools.append(pool_of(values, mode, taints))


def pool_of(values: Resource, mode: str, taints: list[str]) -> Pool:
    labels = values["node_labels"] or {}
    return Pool(values["name"], mode, values["orchestrator_version"], labels, taints)


def place(facts: Facts) -> None:
    subnets = facts.subnets
    facts.pods = OVERLAY_PODS if facts.overlay else subnets.get("Pods", subnets["User"])
    for pool in facts.pools:
        # Azure keeps the first four addresses of a subnet.
        pool.address = address(subnets["System" if pool.mode == "system" else "User"], 4)
    facts.node = facts.pools[0].address


# --- namespaces and links


def within(namespace: str, *command: str) -> None:
    must("ip", "netns", "exec", namespace, *command)


def forward(namespace: str | None = None) -> None:
    switch = ("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
    if namespace:
        within(namespace, *switch)
    else:
        must(*switch)


def build(landscape: Landscape) -> None:
    """VNets, joined where Terraform peers them in both directions and nowhere else."""
    must("ip", "link", "set", "lo", "up")
    forward()
    must("iptables", "--policy", "FORWARD", "DROP")
    for name, facts in landscape.items():
        build_network(name, facts)
        for peer in facts.peers:
            if name in landscape[peer].peers:
                spaces = ("-s", facts.space, "-d", landscape[peer].space)
                must("iptables", "-A", "FORWARD", *spaces, "-j", "ACCEPT")


def build_network(name: str, facts: Facts) -> None:
    link, node = f"vnet{facts.index}", facts.node
    must("ip", "netns", "add", name)
    must("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name)
    must("ip", "link", "set", link, "up")
    for each in (OPERATOR, TO_VNETS):
        must("ip", "address", "add", f"{each}/32", "dev", link)
    inside = ("ip", "-n", name)
    for interface in ("lo", "eth0"):
        must(*inside, "link", "set", interface, "up")
    for pool in facts.pools:
        must(*inside, "address", "add", f"{pool.address}/32", "dev", "eth0")
    must(*inside, "address", "add", f"{TO_NODE}/32", "dev", "lo")
    must(*inside, "route", "add", TO_VNETS, "dev", "eth0", "scope", "link", "src", node)
    must(*inside, "route", "add", "default", "via", TO_VNETS, "dev", "eth0", "src", node)
    there = ("via", node, "dev", link, "onlink", "src", OPERATOR)
    must("ip", "route", "add", facts.space, *there)
    forward(name)
    if facts.overlay:
        # Such pods go out under their node's address, and nothing from outside comes in to them.
        chain = ("iptables", "-t", "nat", "-A", "POSTROUTING")
        within(name, *chain, "-s", facts.pods, "-o", "eth0", "-j", "MASQUERADE")


def join(number: int, namespace: str, ip: str) -> None:
    """A pod's namespace, at the other end of a link of its node. Called within the cluster's."""
    link = f"pod{number}"
    must("ip", "netns", "add", namespace)
    must("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace)
    must("ip", "link", "set", link, "up")
    must("ip", "route", "add", f"{ip}/32", "dev", link)
    inside = ("ip", "-n", namespace)
    for interface in ("lo", "eth0"):
        must(*inside, "link", "set", interface, "up")
    must(*inside, "address", "add", f"{ip}/32", "dev", "eth0")
    must(*inside, "route", "add", TO_NODE, "dev", "eth0", "scope", "link")
    must(*inside, "route", "add", "default", "via", TO_NODE, "dev", "eth0")
    # As AKS's container runtime has it: any user may listen on any port.
    within(namespace, "sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start")


def leave(namespace: str) -> None:
    must("ip", "netns", "delete", namespace)
