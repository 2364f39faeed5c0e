"""A pod: its volumes, and its containers in the order in which a kubelet runs them."""

import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from conformance.lab import departure, network
from conformance.lab.api import Item
from conformance.lab.container import Container, Place, now
from conformance.lab.volumes import DRIVER
from conformance.shared.commands import CommandError

if TYPE_CHECKING:
    from conformance.lab.nodes import Nodes

SECONDS_BEFORE_RESTART = 2
SECONDS_FOR_PROXIES_OF_JOBS = 2
SECONDS_TO_END = 30  # Kubernetes' default.


class Pod:
    """Lives in a thread of its own, from its binding to a node until it is deleted."""

    def __init__(self, nodes: "Nodes", item: Item, number: int) -> None:
        meta, spec = item["metadata"], item["spec"]
        self.nodes, self.item, self.number = nodes, item, number
        self.name, self.space = meta["name"], meta["namespace"]
        self.path = f"/api/v1/namespaces/{self.space}/pods/{self.name}"
        self.ended = threading.Event()
        self.reported: Item | None = None
        self.start_time = now()
        ip = network.address(nodes.facts.pods, 10 + number)
        self.addresses = {"hostIP": nodes.facts.node, "podIP": ip, "podIPs": [{"ip": ip}]}
        item["status"] |= self.addresses
        self.place = self.make_place(ip)
        self.starters = [
            Container(self.place, each, sidecar=each.get("restartPolicy") == "Always")
            for each in spec.get("initContainers", [])
        ]
        self.containers = [Container(self.place, each) for each in spec["containers"]]
        threading.Thread(target=self.live, daemon=True).start()

    def make_place(self, ip: str) -> Place:
        nodes = self.nodes
        folder = nodes.home / "pods" / nodes.cluster / self.name
        folder.mkdir(parents=True, exist_ok=True)
        return Place(
            cluster=nodes.cluster,
            hosts=nodes.hosts,
            service_environment=nodes.service_environment,
            item=self.item,
            name=self.name,
            namespace=f"{nodes.cluster}-pod{self.number}",
            ip=ip,
            folder=folder,
            mounted={},
        )

    @property
    def sidecars(self) -> list[Container]:
        return [each for each in self.starters if each.sidecar]

    @property
    def grace(self) -> float:
        return float(self.item["spec"].get("terminationGracePeriodSeconds", SECONDS_TO_END))

    def tell(self, text: str) -> None:
        self.nodes.tell(f"{self.space}/{self.name}: {text}")

    def tell_end(self, container: Container) -> None:
        end = container.log.read_text()[-400:]
        self.tell(f"{container.name} ended with {container.code}: {end}")

    def live(self) -> None:
        try:
            network.join(self.number, self.place.namespace, self.place.ip)
            self.set_kernel_values()
            self.nodes.agents.lead_traffic(self.item, self.place.namespace)
            while not self.filled() and not self.ended.wait(1):
                pass
            if self.run_starters():
                for each in self.containers:
                    each.start()
                self.watch()
        except Exception as e:  # In the nodes' log; the step that waits for the pod names it.
            self.tell(f"{type(e).__name__}: {e}")
        finally:
            self.leave()

    def set_kernel_values(self) -> None:
        for each in self.item["spec"].get("securityContext", {}).get("sysctls", []):
            path = f"/proc/sys/{each['name'].replace('.', '/')}"
            network.within(self.place.namespace, "sh", "-c", f"echo {each['value']} > {path}")

    def filled(self) -> bool:
        """Whether all volumes could be filled."""
        try:
            missing = next(self.fill(), None)
        except OSError as e:
            missing = str(e)
        if missing:
            self.tell(missing)
        return not missing

    def fill(self) -> Iterator[str]:
        """Fills the volumes; tells what is missing."""
        for volume in self.item["spec"].get("volumes", []):
            name, csi = volume["name"], volume.get("csi", {})
            if csi.get("driver") == DRIVER:
                wanted = csi["volumeAttributes"]["secretProviderClass"]
                folder, missing = self.nodes.volumes.mount(self.item, wanted)
            else:
                folder = self.place.folder / "volumes" / name
                missing = self.nodes.volumes.write(self.item, volume, folder)
            if missing or not folder:
                yield missing or f"volume {name} has no folder"
            else:
                self.place.mounted[name] = folder

    def run_starters(self) -> bool:
        for each in self.starters:
            while not self.ended.is_set():
                self.run_starter(each)
                if each.code == 0 or each.running:
                    break
                each.restarts += 1
                self.tell_end(each)
                self.ended.wait(1)
        return not self.ended.is_set()

    def run_starter(self, container: Container) -> None:
        """Until it has ended, or is up where it is a sidecar."""
        if not container.running:
            container.start()
        while container.running and not (container.sidecar and container.started):
            if self.ended.wait(0.2):
                return
            container.look()
            self.report("Pending")

    def watch(self) -> None:
        always = self.item["spec"].get("restartPolicy", "Always") == "Always"
        while not self.ended.is_set():
            for each in [*self.starters, *self.containers]:
                each.look()
                if each.sidecar or (always and each in self.containers):
                    self.restart(each)
            if not always and all(each.code is not None for each in self.containers):
                self.finish()
            self.report("Running")
            self.ended.wait(0.3)

    def restart(self, container: Container) -> None:
        # A sidecar may have been told to go, and the pod's end comes next.
        if container.has_left and time.time() > container.left_at + SECONDS_BEFORE_RESTART:
            container.restarts += 1
            self.tell_end(container)
            container.start()

    def finish(self) -> None:
        """All containers of a job have ended: so do its sidecars, and the pod keeps its phase."""
        for each in self.starters:
            each.sidecar = False
            # Nobody calls a job, so there is nothing to drain.
            each.stop(SECONDS_FOR_PROXIES_OF_JOBS)
        failed = any(each.code for each in self.containers)
        while not self.ended.is_set():
            self.report("Failed" if failed else "Succeeded")
            self.ended.wait(1)

    def report(self, phase: str) -> None:
        if self.ended.is_set():
            return
        judged = [*self.containers, *self.sidecars]
        ready = phase == "Running" and all(each.ready for each in judged)
        holds = {
            "PodScheduled": True,
            "Initialized": phase != "Pending",
            "ContainersReady": ready,
            "Ready": ready,
        }
        conditions = [{"type": kind, "status": str(each)} for kind, each in holds.items()]
        status = {
            "phase": phase,
            "startTime": self.start_time,
            **self.addresses,
            "conditions": conditions,
            "initContainerStatuses": [each.status() for each in self.starters],
            "containerStatuses": [each.status() for each in self.containers],
        }
        if status == self.reported:
            return
        self.reported = status
        stamped = [{**each, "lastTransitionTime": now()} for each in conditions]
        try:
            body = {"status": {**status, "conditions": stamped}}
            self.nodes.api.ask("PATCH", f"{self.path}/status", body)
        except OSError as e:
            self.reported = None
            self.tell(f"{e}")

    def leave(self) -> None:
        self.ended.wait()
        departure.depart(self.containers, self.sidecars, self.grace)
        for each in self.starters:
            each.stop(0)
        try:
            network.leave(self.place.namespace)
            if self.nodes.api.find(self.path):
                self.nodes.api.ask("DELETE", f"{self.path}?gracePeriodSeconds=0")
        except (OSError, CommandError) as e:
            self.tell(f"{e}")
        self.nodes.forget(self)
