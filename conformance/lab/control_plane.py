"""A cluster's API server with its etcd and controllers, within the cluster's network namespace."""

import contextlib
import functools
import json
import secrets
import signal
import subprocess

from api import Api
from patience import until

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
# What changes without anybody's doing: whole kinds, the lock of istiod's leaders, and the count of the changes to its webhook, which istioctl
# opens at every installation and istiod closes again.
RESTLESS = ("events", "leases", "componentstatuses")
LOCK = "control-plane.alpha.kubernetes.io/leader"
COUNTED = "validatingwebhookconfigurations"


class ControlPlane:
    def __init__(self, folder, name, facts):
        self.folder, self.name, self.facts = folder, name, facts
        self.token = secrets.token_hex(16)
        self.processes = []
        folder.mkdir(parents=True)
        (folder / "hosts").touch()

    def spawn(self, name, *command, **more):
        log = open(self.folder / f"{name}.log", "w")
        self.processes.append(
            subprocess.Popen(
                ["ip", "netns", "exec", self.name, *command], stdout=log, stderr=log, **more
            )
        )

    def start(self):
        folder, address, etcd = self.folder, self.facts["node"], "http://127.0.0.1:2379"
        (folder / "tokens.csv").write_text(f"{self.token},admin,admin,system:masters\n")
        subprocess.run(
            ["openssl", "genrsa", "-out", folder / "sa.key", "2048"],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        self.spawn(
            "etcd",
            "etcd",
            "--data-dir",
            str(folder / "etcd"),
            "--listen-client-urls",
            etcd,
            "--advertise-client-urls",
            etcd,
            "--listen-peer-urls",
            "http://127.0.0.1:2380",
            "--unsafe-no-fsync",
        )
        self.spawn(
            "kube-apiserver",
            "kube-apiserver",
            "--etcd-servers",
            etcd,
            "--secure-port",
            str(PORT),
            "--bind-address",
            address,
            "--advertise-address",
            address,
            "--service-cluster-ip-range",
            self.facts["services"],
            "--cert-dir",
            str(folder / "certs"),
            "--token-auth-file",
            str(folder / "tokens.csv"),
            "--authorization-mode",
            "RBAC",
            "--disable-admission-plugins",
            "TaintNodesByCondition",
            "--service-account-issuer",
            "https://rehearsal.local",
            "--service-account-key-file",
            str(folder / "sa.key"),
            "--service-account-signing-key-file",
            str(folder / "sa.key"),
        )

    @property
    def access(self):
        """What its clients need to know."""
        return {
            "url": f"https://{self.facts['node']}:{PORT}",
            "authority": str(self.folder / "certs" / "apiserver.crt"),
            "token": self.token,
        }

    @functools.cached_property
    def api(self):
        return Api(self.access)

    def ready(self):
        try:
            return self.api.exchange("GET", "/readyz")[0] == 200
        except OSError:  # It has no certificate yet, or does not listen.
            return False

    def wait(self, crds):
        if not until(self.ready, 120, pause=0.5):
            raise SystemExit((self.folder / "kube-apiserver.log").read_text()[-2000:])
        access = self.access
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "it",
            "clusters": [
                {
                    "name": "it",
                    "cluster": {
                        "server": access["url"],
                        "certificate-authority": access["authority"],
                    },
                }
            ],
            "users": [{"name": "it", "user": {"token": self.token}}],
            "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}],
        }
        kubeconfig = self.folder / "kubeconfig"
        kubeconfig.write_text(json.dumps(config))
        self.spawn(
            "controllers",
            "kube-controller-manager",
            "--kubeconfig",
            str(kubeconfig),
            "--leader-elect=false",
            "--secure-port",
            "0",
            "--service-account-private-key-file",
            str(self.folder / "sa.key"),
            "--root-ca-file",
            access["authority"],
            "--controllers",
            ",".join(f"{each}-controller" for each in CONTROLLERS),
        )
        subprocess.run(
            ["kubectl", "--kubeconfig", kubeconfig, "apply", "--server-side", "-f", crds],
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def objects(self):
        """Everything that is stored, without what changes by itself."""
        found = {}
        groups = ["/api/v1"] + [
            f"/apis/{each['preferredVersion']['groupVersion']}"
            for each in self.api.ask("GET", "/apis")["groups"]
        ]
        for group in groups:
            for resource in self.api.ask("GET", group)["resources"]:
                kind = resource["name"]
                if "/" in kind or "list" not in resource["verbs"] or kind in RESTLESS:
                    continue
                for item in self.api.items(f"{group}/{kind}"):
                    meta = item["metadata"]
                    meta.pop("managedFields", None)
                    if meta.get("annotations", {}).pop(LOCK, None) or kind == COUNTED:
                        meta.pop("resourceVersion")
                        meta.pop("generation", None)
                    found[f"{group}/{kind}/{meta.get('namespace', '')}/{meta['name']}"] = item
        return found

    @contextlib.contextmanager
    def held(self):
        """The API server takes connections and answers none."""
        server = next(each for each in self.processes if "kube-apiserver" in each.args)
        server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            server.send_signal(signal.SIGCONT)
