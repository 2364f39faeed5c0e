"""Agents on the nodes: what their DaemonSets report, and what istio-cni does to a pod."""

from conformance.lab import network
from conformance.lab.api import Api, Item

DAEMONSETS = "/apis/apps/v1/daemonsets"
CNI = ("kube-system", "istio-cni-node")
CHECKING = ("--run-validation", "--skip-rule-apply")


class Agents:
    """Their programs need a node's own files, so they don't run here: this does their part."""

    def __init__(self, api: Api, nodes: int) -> None:
        self.api, self.nodes = api, nodes

    def follow(self) -> None:
        """Each DaemonSet has a ready pod on each node."""
        for each in self.api.items(DAEMONSETS):
            meta = each["metadata"]
            wanted = self.status(meta["generation"])
            if each.get("status") != wanted:
                path = f"/apis/apps/v1/namespaces/{meta['namespace']}/daemonsets/{meta['name']}"
                self.api.ask("PATCH", f"{path}/status", {"status": wanted})

    def status(self, generation: int) -> Item:
        return {
            "observedGeneration": generation,
            "currentNumberScheduled": self.nodes,
            "desiredNumberScheduled": self.nodes,
            "updatedNumberScheduled": self.nodes,
            "numberAvailable": self.nodes,
            "numberMisscheduled": 0,
            "numberReady": self.nodes,
        }

    def lead_traffic(self, pod: Item, namespace: str) -> None:
        """What istio-cni does when a pod's network is set up, where the cluster has it.

        The rules are those that the pod's own container then verifies.
        """
        verifiers = [
            each
            for each in pod["spec"].get("initContainers", [])
            if each["name"] == "istio-validation"
        ]
        if not verifiers or not self.has_cni():
            return
        given = verifiers[0]["args"]
        words = [each for each in given if each not in CHECKING]
        network.within(namespace, "pilot-agent", *words)

    def has_cni(self) -> bool:
        found = {
            (each["metadata"]["namespace"], each["metadata"]["name"])
            for each in self.api.items(DAEMONSETS)
        }
        return CNI in found
