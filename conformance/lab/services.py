"""What kube-proxy, CoreDNS and the cloud's load balancer do with Services."""

import ipaddress
import subprocess

INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal"


class Services:
    def __init__(self, api, facts, hosts):
        self.api, self.facts, self.hosts = api, facts, hosts
        self.rules, self.names = None, None
        self.balancers = {}
        for chain in ("PREROUTING", "OUTPUT"):
            subprocess.run(["iptables", "-t", "nat", "-N", "SERVICES"], stderr=subprocess.DEVNULL)
            subprocess.run(["iptables", "-t", "nat", "-A", chain, "-j", "SERVICES"], check=True)

    def balance(self, service):
        """An address for a Service of type LoadBalancer: internal ones get it from the subnet that they ask for."""
        notes = service["metadata"].get("annotations", {})
        if notes.get(INTERNAL) != "true":
            return None
        subnet = notes.get(f"{INTERNAL}-subnet", "System")
        key = (service["metadata"]["namespace"], service["metadata"]["name"])
        # From the end of the subnet: pods may get theirs from its beginning.
        ip = self.balancers.setdefault(
            key, str(ipaddress.ip_network(self.facts["subnets"][subnet])[-10 - len(self.balancers)])
        )
        if not service["status"].get("loadBalancer", {}).get("ingress"):
            self.api.ask(
                "PATCH",
                f"/api/v1/namespaces/{key[0]}/services/{key[1]}/status",
                {"status": {"loadBalancer": {"ingress": [{"ip": ip}]}}},
            )
        return ip

    def follow(self):
        services = self.api.items("/api/v1/services")
        ready = {}
        for each in self.api.items("/apis/discovery.k8s.io/v1/endpointslices"):
            key = (
                each["metadata"]["namespace"],
                each["metadata"].get("labels", {}).get("kubernetes.io/service-name"),
            )
            for port in each.get("ports") or []:
                for endpoint in each.get("endpoints") or []:
                    if endpoint.get("conditions", {}).get("ready"):
                        ready.setdefault((*key, port.get("name", "")), []).extend(
                            f"{ip}:{port['port']}" for ip in endpoint["addresses"]
                        )
        rules, names = ["*nat", ":SERVICES - [0:0]"], ["127.0.0.1 localhost"]
        for service in services:
            spec, namespace, name = (
                service["spec"],
                service["metadata"]["namespace"],
                service["metadata"]["name"],
            )
            if spec.get("clusterIP", "None") == "None":
                continue
            names.append(
                f"{spec['clusterIP']} {name}.{namespace}.svc.cluster.local {name}.{namespace}.svc {name}.{namespace}"
            )
            addresses = [spec["clusterIP"]]
            if spec["type"] == "LoadBalancer" and (ip := self.balance(service)):
                addresses.append(ip)
            for port in spec["ports"]:
                endpoints = sorted(ready.get((namespace, name, port.get("name", "")), []))
                for ip in addresses:
                    match = f"-A SERVICES -d {ip}/32 -p {port.get('protocol', 'TCP').lower()} --dport {port['port']}"
                    for left, endpoint in zip(range(len(endpoints), 0, -1), endpoints):
                        chance = (
                            f"-m statistic --mode random --probability {1 / left:.4f} "
                            if left > 1
                            else ""
                        )
                        rules.append(f"{match} {chance}-j DNAT --to-destination {endpoint}")
        text, hosts = "\n".join([*rules, "COMMIT", ""]), "\n".join([*names, ""])
        if text != self.rules:
            subprocess.run(["iptables-restore", "--noflush"], input=text, text=True, check=True)
            self.rules = text
        if hosts != self.names:
            # In place: the pods have this very file.
            self.hosts.write_text(hosts)
            self.names = hosts
