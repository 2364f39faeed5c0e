"""What the Application Gateway's ingress controller does with Ingresses.

The Application Gateway's address goes into the Ingress, and the Ingress to the stand-in for curl,
which plays the gateway.
"""

import json
from pathlib import Path

from conformance.lab.api import Api, Item


class IngressController:
    """The controller of one cluster."""

    def __init__(self, api: Api, cluster: str, home: Path) -> None:
        self.api, self.cluster, self.home = api, cluster, home

    def follow(self) -> None:
        # Without a gateway, AKS has no controller.
        path = "/apis/networking.k8s.io/v1/ingresses"
        ingresses = self.api.items(path) if self.cluster in self.gateways() else []
        found = [self.take(rule, each) for each in ingresses for rule in each["spec"]["rules"]]
        target = self.home / "ingresses" / f"{self.cluster}.json"
        target.parent.mkdir(exist_ok=True)
        target.with_suffix(".new").write_text(json.dumps(found))
        target.with_suffix(".new").rename(target)

    def gateways(self) -> Item:
        outputs: Item = json.loads((self.home / "outputs.json").read_text())
        found: Item = outputs["application_gateways"]["value"]
        return found

    @property
    def address(self) -> str:
        return str(self.gateways()[self.cluster]["public_ip"])

    def take(self, rule: Item, ingress: Item) -> Item:
        meta = ingress["metadata"]
        if not ingress["status"].get("loadBalancer", {}).get("ingress"):
            namespace = f"/apis/networking.k8s.io/v1/namespaces/{meta['namespace']}"
            status = {"loadBalancer": {"ingress": [{"ip": self.address}]}}
            path = f"{namespace}/ingresses/{meta['name']}/status"
            self.api.ask("PATCH", path, {"status": status})
        backend = rule["http"]["paths"][0]["backend"]["service"]
        return {
            "cluster": self.cluster,
            "name": meta["name"],
            "host": rule["host"],
            "path": rule["http"]["paths"][0]["path"],
            "address": self.address,
            "annotations": meta.get("annotations", {}),
            "backends": self.backends(meta["namespace"], backend),
        }

    def backends(self, namespace: str, backend: Item) -> list[str]:
        """The pods behind a Service: the controller passes by the Service."""
        name = backend["name"]
        service = self.api.find(f"/api/v1/namespaces/{namespace}/services/{name}")
        ports = service["spec"]["ports"] if service else []
        wanted = {
            each.get("name", "") for each in ports if each["port"] == backend["port"]["number"]
        }
        slices = f"/apis/discovery.k8s.io/v1/namespaces/{namespace}/endpointslices"
        selector = f"labelSelector=kubernetes.io/service-name%3D{name}"
        return sorted(
            f"{ip}:{port['port']}"
            for each in self.api.items(f"{slices}?{selector}")
            for port in each.get("ports") or []
            if port.get("name", "") in wanted
            for endpoint in each["endpoints"]
            if endpoint["conditions"].get("ready")
            for ip in endpoint["addresses"]
        )
