"""A cluster's API server with its controllers, within the cluster's network namespace."""

import contextlib
import functools
import signal
from collections.abc import Iterator
from pathlib import Path

from conformance.lab.api import Access, Api, Item
from conformance.lab.network import Facts
from conformance.shared.api_server import ApiServer, Settings

PORT = 443
CONTROLLERS = [
    "deployment",
    "replicaset",
    "job",
    "garbage-collector",
    "namespace",
    "serviceaccount",
    "serviceaccount-token",
    "endpointslice",
    "endpoints",
    "root-ca-certificate-publisher",
]
# What changes without anybody's doing: whole kinds, the lock of istiod's leaders, and the count of
# the changes to its webhook, which istioctl opens at every installation and istiod closes again.
RESTLESS = ("events", "leases", "componentstatuses")
LOCK = "control-plane.alpha.kubernetes.io/leader"
COUNTED = "validatingwebhookconfigurations"


class ControlPlane:
    """The control plane of one cluster."""

    def __init__(self, folder: Path, name: str, facts: Facts, token: str) -> None:
        self.folder, self.name = folder, name
        settings = Settings(
            address=facts.node,
            port=PORT,
            etcd_port=2379,
            services=facts.services,
            prefix=("ip", "netns", "exec", name),
            options=("--disable-admission-plugins=TaintNodesByCondition",),
        )
        self.server = ApiServer(folder, name, settings, token)
        folder.mkdir(parents=True)
        (folder / "hosts").touch()

    @property
    def token(self) -> str:
        return self.server.token

    @property
    def kubeconfig(self) -> Path:
        return self.server.kubeconfig

    @property
    def access(self) -> Access:
        return Access(self.server.url, str(self.server.authority), self.server.token)

    @functools.cached_property
    def api(self) -> Api:
        return Api(self.access)

    def wait(self, crds: Path) -> None:
        self.server.wait(crds)
        controllers = ",".join(f"{each}-controller" for each in CONTROLLERS)
        self.server.spawn(
            "controllers",
            "kube-controller-manager",
            f"--kubeconfig={self.kubeconfig}",
            "--leader-elect=false",
            "--secure-port=0",
            f"--service-account-private-key-file={self.server.key}",
            f"--root-ca-file={self.server.authority}",
            f"--controllers={controllers}",
        )

    def objects(self) -> dict[str, Item]:
        """Everything that is stored, without what changes by itself."""
        found: dict[str, Item] = {}
        groups = self.api.ask("GET", "/apis")["groups"]
        versions = [f"/apis/{each['preferredVersion']['groupVersion']}" for each in groups]
        for version in ["/api/v1", *versions]:
            for kind in self.listed_kinds(version):
                for item in self.api.items(f"{version}/{kind}"):
                    meta = item["metadata"]
                    meta.pop("managedFields", None)
                    if meta.get("annotations", {}).pop(LOCK, None) or kind == COUNTED:
                        meta.pop("resourceVersion")
                        meta.pop("generation", None)
                    name = f"{version}/{kind}/{meta.get('namespace', '')}/{meta['name']}"
                    found[name] = item
        return found

    def listed_kinds(self, version: str) -> list[str]:
        return [
            each["name"]
            for each in self.api.ask("GET", version)["resources"]
            if "/" not in each["name"] and "list" in each["verbs"] and each["name"] not in RESTLESS
        ]

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """The API server takes connections and answers none."""
        server = self.server.process("kube-apiserver")
        server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            server.send_signal(signal.SIGCONT)
