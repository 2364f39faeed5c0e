"""The one way to start a Kubernetes API server, with its etcd, as processes of this one."""

import http.client
import json
import secrets
import socket
import ssl
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.shared.commands import CommandError, must


def until(holds: Callable[[], Any], seconds: float, pause: float = 1.0) -> Any:
    """Asks until the answer is true or the time is over; returns the last answer."""
    end = time.monotonic() + seconds
    while not (answer := holds()) and time.monotonic() < end:
        time.sleep(pause)
    return answer


PROGRAMS = ("etcd", "kube-apiserver")
FIRST_PORT = 18443


@dataclass(frozen=True)
class Settings:
    """Where an API server listens, and what differs between one alone and one of a cluster."""

    address: str = "127.0.0.1"
    port: int = FIRST_PORT
    etcd_port: int = FIRST_PORT + 1
    services: str = "10.255.0.0/24"
    # How to enter the network namespace that it runs in.
    prefix: tuple[str, ...] = ()
    # A cluster's own options; one alone has no controllers that make service accounts.
    options: tuple[str, ...] = (
        "--endpoint-reconciler-type=none",
        "--disable-admission-plugins=ServiceAccount",
    )


def on_free_ports() -> Settings:
    """Three ports of this machine in a row: another run may have an API server too."""
    for port in range(FIRST_PORT, FIRST_PORT + 300, 3):
        if all(is_free(each) for each in (port, port + 1, port + 2)):
            return Settings(port=port, etcd_port=port + 1)
    raise CommandError(f"No three ports in a row are free from {FIRST_PORT} on.")


def is_free(port: int) -> bool:
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass
class ApiServer:
    """One API server, whose data and kubeconfig are in its folder."""

    folder: Path
    name: str
    settings: Settings = field(default_factory=Settings)
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://{self.settings.address}:{self.settings.port}"

    @property
    def authority(self) -> Path:
        """The server makes its certificate at its first start; clients trust this very one."""
        return self.folder / "certs" / "apiserver.crt"

    @property
    def kubeconfig(self) -> Path:
        return self.folder / "kubeconfig"

    @property
    def key(self) -> Path:
        """What signs the tokens of service accounts."""
        return self.folder / "sa.key"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "tokens.csv").write_text(f"{self.token},admin,admin,system:masters\n")
        must("openssl", "genrsa", "-out", self.key, "2048")
        self.write_kubeconfig()
        etcd = f"http://127.0.0.1:{self.settings.etcd_port}"
        self.spawn("etcd", *self.etcd_command(etcd))
        self.spawn("kube-apiserver", *self.server_command(etcd))

    def etcd_command(self, etcd: str) -> list[str]:
        peers = f"http://127.0.0.1:{self.settings.etcd_port + 1}"
        return [
            "etcd",
            f"--data-dir={self.folder / 'etcd'}",
            f"--listen-client-urls={etcd}",
            f"--advertise-client-urls={etcd}",
            f"--listen-peer-urls={peers}",
            "--unsafe-no-fsync",
        ]

    def server_command(self, etcd: str) -> list[str]:
        settings = self.settings
        return [
            "kube-apiserver",
            f"--etcd-servers={etcd}",
            f"--secure-port={settings.port}",
            f"--bind-address={settings.address}",
            f"--advertise-address={settings.address}",
            f"--service-cluster-ip-range={settings.services}",
            f"--cert-dir={self.folder / 'certs'}",
            f"--token-auth-file={self.folder / 'tokens.csv'}",
            "--authorization-mode=RBAC",
            "--service-account-issuer=https://conformance.local",
            f"--service-account-key-file={self.key}",
            f"--service-account-signing-key-file={self.key}",
            *settings.options,
        ]

    def write_kubeconfig(self) -> None:
        server = {"server": self.url, "certificate-authority": str(self.authority)}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": self.name,
            "clusters": [{"name": self.name, "cluster": server}],
            "users": [{"name": "admin", "user": {"token": self.token}}],
            "contexts": [{"name": self.name, "context": {"cluster": self.name, "user": "admin"}}],
        }
        self.kubeconfig.write_text(json.dumps(config))
        self.kubeconfig.chmod(0o600)

    def spawn(self, name: str, *command: str, env: dict[str, str] | None = None) -> None:
        """Starts a program beside the server, where it runs; its output goes to a file."""
        with (self.folder / f"{name}.log").open("wb") as log:
            words = [*self.settings.prefix, *command]
            self.processes.append(subprocess.Popen(words, stdout=log, stderr=log, env=env))

    def process(self, program: str) -> subprocess.Popen[bytes]:
        return next(each for each in self.processes if program in list(each.args))  # type: ignore[arg-type]

    def has_ended(self) -> bool:
        return any(each.poll() is not None for each in self.processes)

    def is_ready(self) -> bool:
        try:
            context = ssl.create_default_context(cafile=self.authority)
            connection = http.client.HTTPSConnection(
                self.settings.address, self.settings.port, timeout=20, context=context
            )
            connection.request("GET", "/readyz", headers={"Authorization": f"Bearer {self.token}"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):  # No certificate yet, or nobody listens.
            return False

    def wait(self, crds: Path) -> None:
        """Until it answers and knows the kinds of objects that the CRDs define."""
        until(lambda: self.is_ready() or self.has_ended(), 120, pause=0.5)
        if self.has_ended() or not self.is_ready():
            logs = [(self.folder / f"{each}.log").read_text() for each in PROGRAMS]
            raise CommandError("The API server does not get ready:\n" + "".join(logs)[-2000:])
        kubectl = ["kubectl", "--kubeconfig", str(self.kubeconfig)]
        must(*kubectl, "apply", "--server-side", "-f", crds)
        must(*kubectl, "wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")

    def stop(self) -> None:
        """Kills it: asked politely, an API server waits for an etcd that is gone."""
        for each in self.processes:
            each.kill()
            each.wait()
        self.processes.clear()
