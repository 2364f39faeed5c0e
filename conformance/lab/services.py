"""What kube-proxy, CoreDNS and the cloud's load balancer do with Services."""

import ipaddress
from collections.abc import Iterator
from pathlib import Path

from conformance.lab.api import Api, Item
from conformance.lab.network import Facts
from conformance.shared.commands import must, run

INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal"

# The addresses that are ready, by namespace, Service and port.
Ready = dict[tuple[str, str, str], list[str]]


class Services:
    """The Services of one cluster, within its network namespace."""

    def __init__(self, api: Api, facts: Facts, hosts: Path) -> None:
        self.api, self.facts, self.hosts = api, facts, hosts
        self.rules = self.names = ""
        self.balancers: dict[tuple[str, str], str] = {}
        for chain in ("PREROUTING", "OUTPUT"):
            run("iptables", "-t", "nat", "-N", "SERVICES")
            must("iptables", "-t", "nat", "-A", chain, "-j", "SERVICES")

    def balance(self, service: Item) -> str | None:
        """An address for an internal load balancer, from the subnet that it asks for."""
        meta = service["metadata"]
        notes = meta.get("annotations", {})
        if service["spec"]["type"] != "LoadBalancer" or notes.get(INTERNAL) != "true":
            return None
        subnet = self.facts.subnets[notes.get(f"{INTERNAL}-subnet", "System")]
        key = (meta["namespace"], meta["name"])
        # From the end of the subnet: pods may get theirs from its beginning.
        free = ipaddress.ip_network(subnet)[-10 - len(self.balancers)]
        ip = self.balancers.setdefault(key, str(free))
        if not service["status"].get("loadBalancer", {}).get("ingress"):
            path = f"/api/v1/namespaces/{key[0]}/services/{key[1]}/status"
            self.api.ask("PATCH", path, {"status": {"loadBalancer": {"ingress": [{"ip": ip}]}}})
        return ip

    def follow(self) -> None:
        services = [
            each
            for each in self.api.items("/api/v1/services")
            if each["spec"].get("clusterIP", "None") != "None"
        ]
        ready = ready_addresses(self.api.items("/apis/discovery.k8s.io/v1/endpointslices"))
        rules = [rule for each in services for rule in self.rules_of(each, ready)]
        text = "\n".join(["*nat", ":SERVICES - [0:0]", *rules, "COMMIT", ""])
        if text != self.rules:
            must("iptables-restore", "--noflush", text=text)
            self.rules = text
        names = "\n".join(["127.0.0.1 localhost", *(names_of(each) for each in services), ""])
        if names != self.names:
            # In place: the pods have this very file.
            self.hosts.write_text(names)
            self.names = names

    def rules_of(self, service: Item, ready: Ready) -> Iterator[str]:
        spec, meta = service["spec"], service["metadata"]
        addresses = [spec["clusterIP"]]
        if ip := self.balance(service):
            addresses.append(ip)
        for port in spec["ports"]:
            key = (meta["namespace"], meta["name"], port.get("name", ""))
            endpoints = sorted(ready.get(key, []))
            kind = f"-p {port.get('protocol', 'TCP').lower()} --dport {port['port']}"
            for ip in addresses:
                for number, endpoint in enumerate(endpoints):
                    left = len(endpoints) - number
                    chance = f"-m statistic --mode random --probability {1 / left:.4f} "
                    match = f"-A SERVICES -d {ip}/32 {kind} {chance if left > 1 else ''}"
                    yield f"{match}-j DNAT --to-destination {endpoint}"


def ready_addresses(slices: list[Item]) -> Ready:
    ready: Ready = {}
    for each in slices:
        meta = each["metadata"]
        service = meta.get("labels", {}).get("kubernetes.io/service-name")
        addresses = [
            ip
            for endpoint in each.get("endpoints") or []
            if endpoint.get("conditions", {}).get("ready")
            for ip in endpoint["addresses"]
        ]
        for port in each.get("ports") or []:
            key = (meta["namespace"], service, port.get("name", ""))
            ready.setdefault(key, []).extend(f"{ip}:{port['port']}" for ip in addresses)
    return ready


def names_of(service: Item) -> str:
    """The line of a hosts file."""
    name = f"{service['metadata']['name']}.{service['metadata']['namespace']}"
    return f"{service['spec']['clusterIP']} {name}.svc.cluster.local {name}.svc {name}"
