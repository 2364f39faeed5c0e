"""The Azure side that packets see, out of an applied Terraform state: VNets, their peerings, node pools; built from network namespaces.

This machine's own namespace stands for what joins the VNets, and for the operator's machine. Each cluster has a namespace of its own, which is its
VNet and its nodes at once: API server, kubelet and kube-proxy run there, and each pod's namespace hangs on it by a veth pair.
"""

import ipaddress
import re
import subprocess

OPERATOR = "192.168.255.1"
# Next hops that mean "whatever is at the other end of this link".
TO_VNETS, TO_NODE = "169.254.1.1", "169.254.1.2"
# What AKS takes for overlay pods where nothing else is asked for.
OVERLAY_PODS = "10.244.0.0/16"


def run(*command, text=None):
    subprocess.run(command, check=True, input=text, text=True, stdout=subprocess.DEVNULL)


def within(namespace, *command, text=None):
    run("ip", "netns", "exec", namespace, *command, text=text)


def address(prefix, number):
    return str(ipaddress.ip_network(prefix)[number])


def resources(module):
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)


def landscape(state, clusters):
    """What the lab needs to know of each cluster, by its name."""
    found = {
        name: {"index": index, "subnets": {}, "peers": [], "pools": []}
        for index, name in enumerate(clusters)
    }
    vnets = {}
    for resource in resources(state["root_module"]):
        values, kind = resource["values"], resource["type"]
        module = re.match(r"module\.cluster-([^.\[]+)\.", resource["address"])
        facts = found[module[1]] if module else None
        if kind == "azurerm_virtual_network":
            facts["space"] = values["address_space"][0]
            vnets[values["name"]] = module[1]
        elif kind == "azurerm_subnet":
            facts["subnets"][values["name"]] = values["address_prefixes"][0]
        elif kind == "azurerm_kubernetes_cluster":
            pool, profile = values["default_node_pool"][0], values["network_profile"][0]
            facts |= {
                "location": values["location"],
                "services": profile["service_cidr"],
                "overlay": profile["network_plugin_mode"] == "overlay",
            }
            taints = (
                ["CriticalAddonsOnly=true:NoSchedule"]
                if pool["only_critical_addons_enabled"]
                else []
            )
            facts["pools"].append(
                {
                    "name": pool["name"],
                    "mode": "system",
                    "version": pool["orchestrator_version"],
                    "labels": pool["node_labels"] or {},
                    "taints": taints,
                }
            )
        elif kind == "azurerm_kubernetes_cluster_node_pool":
            facts["pools"].append(
                {
                    "name": values["name"],
                    "mode": values["mode"].lower(),
                    "version": values["orchestrator_version"],
                    "labels": values["node_labels"] or {},
                    "taints": values["node_taints"] or [],
                }
            )
    for resource in resources(state["root_module"]):
        if resource["type"] == "azurerm_virtual_network_peering":
            values = resource["values"]
            peer = re.search(r"/network-of-([^/]+)$", values["remote_virtual_network_id"])[1]
            found[vnets[values["virtual_network_name"]]]["peers"].append(peer)
    for facts in found.values():
        subnets = facts["subnets"]
        facts["pods"] = OVERLAY_PODS if facts["overlay"] else subnets.get("Pods", subnets["User"])
        # Azure keeps the first four addresses of a subnet.
        for pool in facts["pools"]:
            pool["address"] = address(subnets["System" if pool["mode"] == "system" else "User"], 4)
        facts["node"] = facts["pools"][0]["address"]
    return found


def build(clusters):
    """VNets, joined where Terraform peers them in both directions and nowhere else."""
    run("ip", "link", "set", "lo", "up")
    run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
    run("iptables", "--policy", "FORWARD", "DROP")
    for name, facts in clusters.items():
        link, node = f"vnet{facts['index']}", facts["node"]
        run("ip", "netns", "add", name)
        run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "link", "set", link, "up")
        for each in (OPERATOR, TO_VNETS):
            run("ip", "address", "add", f"{each}/32", "dev", link)
        for interface in ("lo", "eth0"):
            run("ip", "-n", name, "link", "set", interface, "up")
        for pool in facts["pools"]:
            run("ip", "-n", name, "address", "add", f"{pool['address']}/32", "dev", "eth0")
        run("ip", "-n", name, "address", "add", f"{TO_NODE}/32", "dev", "lo")
        run("ip", "-n", name, "route", "add", TO_VNETS, "dev", "eth0", "scope", "link", "src", node)
        run(
            "ip", "-n", name, "route", "add", "default", "via", TO_VNETS, "dev", "eth0", "src", node
        )
        run(
            "ip",
            "route",
            "add",
            facts["space"],
            "via",
            node,
            "dev",
            link,
            "onlink",
            "src",
            OPERATOR,
        )
        within(name, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
        if facts["overlay"]:
            # Such pods go out under their node's address, and nothing from outside comes in to them.
            within(
                name,
                "iptables",
                "-t",
                "nat",
                "-A",
                "POSTROUTING",
                "-s",
                facts["pods"],
                "-o",
                "eth0",
                "-j",
                "MASQUERADE",
            )
        for peer in facts["peers"]:
            if name in clusters[peer]["peers"]:
                run(
                    "iptables",
                    "-A",
                    "FORWARD",
                    "-s",
                    facts["space"],
                    "-d",
                    clusters[peer]["space"],
                    "-j",
                    "ACCEPT",
                )


def join(cluster, number, namespace, ip):
    """A pod's namespace, at the other end of a link of its node. Called within the cluster's namespace."""
    link = f"pod{number}"
    run("ip", "netns", "add", namespace)
    run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace)
    run("ip", "link", "set", link, "up")
    run("ip", "route", "add", f"{ip}/32", "dev", link)
    for interface in ("lo", "eth0"):
        run("ip", "-n", namespace, "link", "set", interface, "up")
    run("ip", "-n", namespace, "address", "add", f"{ip}/32", "dev", "eth0")
    run("ip", "-n", namespace, "route", "add", TO_NODE, "dev", "eth0", "scope", "link")
    run("ip", "-n", namespace, "route", "add", "default", "via", TO_NODE, "dev", "eth0")
    # As AKS's container runtime has it: any user may listen on any port.
    within(namespace, "sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start")


def leave(namespace):
    run("ip", "netns", "delete", namespace)
