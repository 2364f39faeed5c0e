"""The nodes of one cluster, and what runs there beside the API server.

Run as `python3 -m conformance.lab.nodes CLUSTER` within the cluster's network namespace, until it
is killed. Scheduler, kubelet, CSI driver, kube-proxy, DNS and load balancer, as far as a mesh needs
them, and the Application Gateway's ingress controller.
"""

import functools
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from conformance.lab import key_vault, kubelet_port
from conformance.lab.agents import Agents
from conformance.lab.api import Access, Api, Item
from conformance.lab.ingress_controller import IngressController
from conformance.lab.network import Pool, read_facts
from conformance.lab.pod import Pod
from conformance.lab.scheduler import fits
from conformance.lab.services import Services
from conformance.lab.volumes import DRIVER, Volumes
from conformance.shared.commands import CommandError

# Metrics come from a filter of Istio's own Envoy; the plain one here would refuse it.
NO_METRICS: Item = {
    "apiVersion": "telemetry.istio.io/v1",
    "kind": "Telemetry",
    "metadata": {"name": "plain-envoy"},
    "spec": {
        "metrics": [
            {"providers": [{"name": "prometheus"}], "overrides": [{"disabled": True}]},
        ],
    },
}


# What AKS sets in cilium-config.
CILIUM = {"bpf-lb-sock-hostns-only": "true", "cni-exclusive": "false"}


class Nodes:
    """Looks at the cluster twice a second and does what is to be done."""

    def __init__(self, cluster: str) -> None:
        self.cluster = cluster
        self.home = Path(os.environ["REHEARSAL"])
        self.facts = read_facts(self.home / "landscape.json", cluster)
        servers = json.loads((self.home / "servers.json").read_text()).values()
        found = next(each for each in servers if each["cluster"] == cluster)
        self.api = Api(Access(found["url"], found["authority"], found["token"]))
        self.hosts = self.home / "servers" / cluster / "hosts"
        self.volumes = Volumes(self.api, cluster, self.home)
        self.services = Services(self.api, self.facts, self.hosts)
        self.agents = Agents(self.api, len(self.facts.pools))
        self.controller = IngressController(self.api, cluster, self.home)
        self.pods: dict[str, Pod] = {}
        self.count = 0
        self.told: set[str] = set()
        self.vault: object = None

    def tell(self, text: str) -> None:
        if text not in self.told:
            self.told.add(text)
            print(f"{self.cluster}: {text}", flush=True)

    @functools.cached_property
    def service_environment(self) -> dict[str, str]:
        service = self.api.ask("GET", "/api/v1/namespaces/default/services/kubernetes")
        address = service["spec"]["clusterIP"]
        return {"KUBERNETES_SERVICE_HOST": address, "KUBERNETES_SERVICE_PORT": "443"}

    # --- nodes and pods

    def register(self) -> None:
        for pool in self.facts.pools:
            name = f"aks-{pool.name}-0"
            if not self.api.find(f"/api/v1/nodes/{name}"):
                self.api.create("/api/v1/nodes", self.node(name, pool))
            self.api.ask("PATCH", f"/api/v1/nodes/{name}/status", node_status(pool))

    def configure_cilium(self) -> None:
        """As AKS leaves it: pods' calls to Services reach their proxies untouched."""
        path = "/api/v1/namespaces/kube-system/configmaps"
        if self.facts.cilium and not self.api.find(f"{path}/cilium-config"):
            meta, data = {"name": "cilium-config"}, CILIUM
            item = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": data}
            self.api.create(path, item)

    def node(self, name: str, pool: Pool) -> Item:
        parts = [each.replace("=", ":").split(":") for each in pool.taints]
        keys = ("key", "value", "effect")
        labels = {
            **pool.labels,
            "kubernetes.azure.com/mode": pool.mode,
            "kubernetes.io/hostname": name,
            "kubernetes.io/os": "linux",
            "topology.kubernetes.io/region": self.facts.location,
            "topology.kubernetes.io/zone": f"{self.facts.location}-1",
        }
        return {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": name, "labels": labels},
            "spec": {"taints": [dict(zip(keys, each, strict=True)) for each in parts]},
        }

    def schedule(self, pod: Item) -> None:
        meta = pod["metadata"]
        for node in self.api.items("/api/v1/nodes"):
            if fits(pod, node):
                name = node["metadata"]["name"]
                binding = {
                    "apiVersion": "v1",
                    "kind": "Binding",
                    "metadata": {"name": meta["name"]},
                    "target": {"apiVersion": "v1", "kind": "Node", "name": name},
                }
                pods = f"/api/v1/namespaces/{meta['namespace']}/pods"
                self.api.create(f"{pods}/{meta['name']}/binding", binding)
                pod["spec"]["nodeName"] = name
                return
        self.tell(f"no node for pod {meta['name']}")

    def follow_pods(self) -> None:
        items = {each["metadata"]["uid"]: each for each in self.api.items("/api/v1/pods")}
        for uid, item in items.items():
            self.follow_pod(uid, item)
        for uid, pod in list(self.pods.items()):
            if uid not in items:
                pod.ended.set()

    def hear_of_ends(self) -> None:
        """A kubelet ends a pod at once, maybe before the mesh has heard of it."""
        while True:
            try:
                for item in self.api.watch("/api/v1/pods"):
                    meta = item["metadata"]
                    known = self.pods.get(meta.get("uid", ""))
                    if known and meta.get("deletionTimestamp"):
                        known.ended.set()
            except OSError as e:
                self.tell(f"{type(e).__name__}: {e}")
            time.sleep(0.5)

    def follow_pod(self, uid: str, item: Item) -> None:
        known = self.pods.get(uid)
        if item["metadata"].get("deletionTimestamp"):
            if known:
                known.ended.set()
            else:  # Nothing runs of it, or its end was not heard.
                meta = item["metadata"]
                path = f"/api/v1/namespaces/{meta['namespace']}/pods/{meta['name']}"
                self.api.ask("DELETE", f"{path}?gracePeriodSeconds=0")
            return
        if not item["spec"].get("nodeName"):
            self.schedule(item)
        if item["spec"].get("nodeName") and not known:
            self.count += 1
            self.pods[uid] = Pod(self, item, self.count)

    def forget(self, pod: Pod) -> None:
        self.pods.pop(pod.item["metadata"]["uid"], None)

    def pod_named(self, namespace: str, name: str) -> Pod | None:
        pods = list(self.pods.values())
        return next((each for each in pods if (each.space, each.name) == (namespace, name)), None)

    # --- what changes in volumes; a kubelet and the driver take a minute or two for it

    def refresh(self) -> None:
        for pod in list(self.pods.values()):
            for volume in mounted_volumes(pod):
                if volume.keys() & {"projected", "configMap", "secret"}:
                    folder = pod.place.mounted[volume["name"]]
                    self.volumes.write(pod.item, volume, folder)
        vault = key_vault.state(self.home)
        if vault != self.vault:
            # Each one is mounted; what can't be mounted now is tried again.
            missing = [self.volumes.mount(pod, name)[1] for pod, name in self.mounters]
            if not any(missing):
                self.vault = vault

    @property
    def mounters(self) -> Iterator[tuple[Item, str]]:
        """A pod of each service account for each SecretProviderClass that it mounts."""
        found = {
            (pod.space, pod.item["spec"].get("serviceAccountName"), name): (pod.item, name)
            for pod in list(self.pods.values())
            for volume in mounted_volumes(pod)
            if volume.get("csi", {}).get("driver") == DRIVER
            for name in [volume["csi"]["volumeAttributes"]["secretProviderClass"]]
        }
        yield from found.values()

    def quieten(self) -> None:
        collection = "/apis/telemetry.istio.io/v1/namespaces/istio-system/telemetries"
        has_mesh = self.api.find("/api/v1/namespaces/istio-system")
        if has_mesh and not self.api.find(f"{collection}/plain-envoy"):
            self.api.create(collection, NO_METRICS)

    def run(self) -> None:
        kubelet_port.listen(self.home / "servers" / self.cluster, self.pod_named)
        threading.Thread(target=self.hear_of_ends, daemon=True).start()
        rounds = 0
        while True:
            try:
                self.look(rounds)
                rounds += 1
            except (OSError, CommandError) as e:
                self.tell(f"{type(e).__name__}: {e}")
            time.sleep(0.5)

    def look(self, rounds: int) -> None:
        if rounds == 0:
            self.register()
            self.configure_cilium()
        self.quieten()
        self.follow_pods()
        self.services.follow()
        if rounds % 5 == 0:
            self.refresh()
            self.agents.follow()
            self.controller.follow()


def mounted_volumes(pod: Pod) -> list[Item]:
    volumes: list[Item] = pod.item["spec"].get("volumes", [])
    return [each for each in volumes if each["name"] in pod.place.mounted]


def node_status(pool: Pool) -> Item:
    """From the kubelets' version istiod concludes whether a sidecar may be a native one."""
    unknown = [
        "architecture",
        "bootID",
        "containerRuntimeVersion",
        "kernelVersion",
        "kubeProxyVersion",
        "machineID",
        "osImage",
        "systemUUID",
    ]
    info = dict.fromkeys(unknown, "")
    info |= {"operatingSystem": "linux", "kubeletVersion": f"v{pool.version}.0"}
    status = {
        "nodeInfo": info,
        "addresses": [{"type": "InternalIP", "address": pool.address}],
        "daemonEndpoints": {"kubeletEndpoint": {"Port": kubelet_port.PORT}},
        "conditions": [{"type": "Ready", "status": "True", "reason": "KubeletReady"}],
    }
    return {"status": status}


if __name__ == "__main__":
    Nodes(sys.argv[1]).run()
