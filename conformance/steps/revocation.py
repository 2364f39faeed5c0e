"""What `meshgen ca crl` makes, read by istiod and enforced by a proxy.

istiod reads the file beside the certificates of its authority and publishes it in each namespace.
A proxy gets it as pilot-agent names it: in the validation context of the mesh's root.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.shared import places
from conformance.shared.api_server import ApiServer, is_free, on_free_ports, until
from conformance.shared.commands import CommandError, Done, found, must, run
from conformance.shared.report import Report
from conformance.steps.check import skipped
from conformance.steps.stage import FAST_KEYS

TOOLS = ("etcd", "kube-apiserver", "kubectl", "pilot-discovery", "envoy", "openssl", "curl")
SAMPLE = places.PROJECT / "samples" / "two-regions" / "mesh.yaml"
CLUSTER, OTHER = "one", "two"
PUBLISHED = ("get", "configmap", "istio-ca-crl", "--output", r"jsonpath={.data.ca-crl\.pem}")
CLIENT = "basicConstraints=critical,CA:false\nextendedKeyUsage=clientAuth\n"


def main() -> int:
    places.use_installed_tools()
    if missing := [each for each in TOOLS if not found(each)]:
        return skipped("revocation", missing)
    report = Report("revocation")
    home = Path(tempfile.mkdtemp(prefix="revocation-"))
    authority = Authority(report, home)
    authority.make()
    judge_istiod(report, home, authority)
    judge_proxy(report, home, authority)
    if not (report.failures and os.environ.get("MESHGEN_KEEP")):
        shutil.rmtree(home)
    return report.close()


@dataclass
class Authority:
    """The certificates of a mesh whose first cluster has replaced its intermediate."""

    report: Report
    home: Path

    @property
    def pki(self) -> Path:
        return self.home / "tree" / "pki"

    @property
    def former(self) -> Path:
        """The certificate and the key that were replaced."""
        return self.home / "former"

    def meshgen(self, *words: str | Path) -> None:
        spec = self.home / "mesh.yaml"
        env = os.environ | {"MESHGEN_CA_PASSPHRASE": "correct horse battery"}
        command = (places.MESHGEN, "ca", *words, spec, "--output-dir", self.home / "tree")
        done = run(*command, env=env)
        told = " ".join(str(each) for each in words[:3])
        if not self.report.check(f"meshgen ca {told}", done.succeeded, done.text):
            raise CommandError("Nothing can go on without it.")

    def make(self) -> None:
        (self.home / "mesh.yaml").write_text(SAMPLE.read_text() + FAST_KEYS)
        self.meshgen("issue")
        # Before the rotation: a proxy refuses peers of an authority that no list is of.
        self.meshgen("crl")
        shutil.copytree(self.pki / CLUSTER, self.former)
        shutil.copy(self.pki / "private" / CLUSTER / "ca-key.pem", self.former)
        self.meshgen("rotate", "intermediate", CLUSTER)
        self.meshgen("crl")
        shutil.copy(self.lists, self.home / "before.pem")

    @property
    def lists(self) -> Path:
        return self.pki / OTHER / "ca-crl.pem"

    def put(self, folder: Path) -> None:
        """What istiod of the first cluster mounts."""
        folder.mkdir(exist_ok=True)
        for each in (self.pki / CLUSTER).iterdir():
            shutil.copy(each, folder)
        shutil.copy(self.pki / "private" / CLUSTER / "ca-key.pem", folder)

    def workload(self, name: str, folder: Path, key: Path) -> tuple[Path, Path]:
        """A certificate that an intermediate signs, with its chain, and its key."""
        own, chain = self.home / f"{name}.key", self.home / f"{name}.pem"
        extensions = self.home / "client"
        extensions.write_text(f"{CLIENT}subjectAltName=URI:spiffe://cluster.local/ns/a/sa/{name}\n")
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        request = must("openssl", "req", "-new", *curve, "-keyout", own, "-subj", f"/O={name}")
        issuer = ("-CA", folder / "ca-cert.pem", "-CAkey", key, "-days", "1")
        sign = ("openssl", "x509", "-req", *issuer, "-extfile", extensions)
        chain.write_text(must(*sign, text=request) + (folder / "ca-cert.pem").read_text())
        return chain, own


def judge_istiod(report: Report, home: Path, authority: Authority) -> None:
    mounted = home / "cacerts"
    authority.put(mounted)
    server = ApiServer(home / "api", "api", on_free_ports())
    server.start()
    try:
        server.wait(places.crds())
        kubectl = ("kubectl", "--kubeconfig", server.kubeconfig)
        must(*kubectl, "create", "namespace", "istio-system")
        with istiod(home, server, mounted):
            report.check("istiod publishes the lists", published(kubectl, mounted), log_of(home))
            authority.meshgen("crl", "--revoke", authority.former / "ca-cert.pem")
            authority.put(mounted)
            text = "and the next ones, while it runs"
            report.check(text, published(kubectl, mounted), log_of(home))
        keep_one_list(mounted / "ca-crl.pem")
        with istiod(home, server, mounted) as process:
            ended = until(lambda: process.poll() is not None, 60)
            told = "missing CRL signed by certificates" in log_of(home)
            report.check("istiod refuses lists without its root's", ended and told, log_of(home))
    finally:
        server.stop()


@contextmanager
def istiod(home: Path, server: ApiServer, mounted: Path) -> Iterator[subprocess.Popen[bytes]]:
    first = next(
        each for each in range(19000, 20000, 4) if all(map(is_free, range(each, each + 4)))
    )
    places_of = [f"127.0.0.1:{port}" for port in range(first, first + 4)]
    names = ("httpAddr", "grpcAddr", "secureGRPCAddr", "monitoringAddr")
    options = [f"--{name}={place}" for name, place in zip(names, places_of, strict=True)]
    env = os.environ | {"ROOT_CA_DIR": str(mounted), "CLUSTER_ID": CLUSTER}
    env |= {"POD_NAME": "istiod", "POD_NAMESPACE": "istio-system"}
    config = ("--kubeconfig", str(server.kubeconfig), "--httpsAddr=", "--ctrlz_port=0")
    with (home / "istiod.log").open("wb") as log:
        words = ["pilot-discovery", "discovery", *config, *options]
        process = subprocess.Popen(words, stdout=log, stderr=log, env=env, cwd=home)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def log_of(home: Path) -> str:
    return (home / "istiod.log").read_text(errors="replace")


def published(kubectl: tuple[Any, ...], mounted: Path) -> bool:
    wanted = (mounted / "ca-crl.pem").read_text()
    return bool(until(lambda: run(*kubectl, *PUBLISHED).out == wanted, 120))


def keep_one_list(file: Path) -> None:
    """Of the first cluster's intermediate, whatever the order: the root's is missing."""
    end = "-----END X509 CRL-----\n"
    for each in file.read_text().split(end)[:-1]:
        done = run("openssl", "crl", "-noout", "-issuer", text=each + end)
        if f"L = {CLUSTER}" in done.out or f"L={CLUSTER}" in done.out:
            file.write_text(each + end)


def judge_proxy(report: Report, home: Path, authority: Authority) -> None:
    keys = authority.pki / "private"
    former = authority.workload("former", authority.former, authority.former / "ca-key.pem")
    callers = {
        "of the new intermediate": authority.workload(
            "new", authority.pki / CLUSTER, keys / CLUSTER / "ca-key.pem"
        ),
        "of another cluster": authority.workload(
            "other", authority.pki / OTHER, keys / OTHER / "ca-key.pem"
        ),
    }
    with proxy(home, authority, None) as address:
        done = call(address, former)
        text = "without lists, a peer of the former intermediate is let in"
        report.check(text, done.out == "200", done.err)
    with proxy(home, authority, home / "before.pem") as address:
        done = call(address, former)
        report.check("with lists that don't revoke it, too", done.out == "200", done.err)
    with proxy(home, authority, authority.lists) as address:
        for name, caller in callers.items():
            done = call(address, caller)
            report.check(f"a peer {name} is let in", done.out == "200", done.err)
        done = call(address, former)
        log = (home / "envoy.log").read_text(errors="replace")
        told = done.out != "200" and "certificate revoked" in log
        report.check("a peer of the revoked intermediate is refused for that", told, log)


@contextmanager
def proxy(home: Path, authority: Authority, lists: Path | None) -> Iterator[str]:
    port = next(each for each in range(20000, 21000) if is_free(each))
    chain, key = authority.workload(
        "server", authority.pki / OTHER, authority.pki / "private" / OTHER / "ca-key.pem"
    )
    config = home / "envoy.json"
    config.write_text(json.dumps(bootstrap(port, authority.pki, chain, key, lists)))
    with (home / "envoy.log").open("wb") as log:
        shown = ["--log-level", "warn", "--component-log-level", "connection:debug"]
        words = ["envoy", "--config-path", str(config), "--use-dynamic-base-id", *shown]
        process = subprocess.Popen(words, stdout=log, stderr=log)
    try:
        until(lambda: not is_free(port) or process.poll() is not None, 60)
        yield f"https://127.0.0.1:{port}/"
    finally:
        process.kill()
        process.wait()


def bootstrap(port: int, pki: Path, chain: Path, key: Path, lists: Path | None) -> dict[str, Any]:
    trusted: dict[str, Any] = {"trusted_ca": {"filename": str(pki / "root-cert.pem")}}
    if lists:
        trusted["crl"] = {"filename": str(lists)}
    own = {"certificate_chain": {"filename": str(chain)}, "private_key": {"filename": str(key)}}
    tls = {"tls_certificates": [own], "validation_context": trusted}
    kinds = "type.googleapis.com/envoy.extensions"
    route = {"match": {"prefix": "/"}, "direct_response": {"status": 200}}
    router = {"@type": f"{kinds}.filters.http.router.v3.Router"}
    answer = {
        "@type": f"{kinds}.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "answer",
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
        "http_filters": [{"name": "router", "typed_config": router}],
    }
    socket = {
        "@type": f"{kinds}.transport_sockets.tls.v3.DownstreamTlsContext",
        "require_client_certificate": True,
        "common_tls_context": tls,
    }
    filters = {
        "filters": [{"name": "answer", "typed_config": answer}],
        "transport_socket": {"name": "tls", "typed_config": socket},
    }
    address = {"socket_address": {"address": "127.0.0.1", "port_value": port}}
    listener = {"address": address, "filter_chains": [filters]}
    return {"static_resources": {"listeners": [listener]}}


def call(address: str, caller: tuple[Path, Path]) -> Done:
    """It doesn't check the server, as the names of a mesh's identities are no host's."""
    chain, key = caller
    words = ("curl", "--silent", "--show-error", "--insecure", "--max-time", "20")
    own = ("--cert", chain, "--key", key)
    return run(*words, *own, "--output", "/dev/null", "--write-out", "%{http_code}", address)
