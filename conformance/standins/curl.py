"""curl against an Application Gateway: certificate, redirect, probe and trusted root.

The gateway does what the controller would have told it. Its way to the ingress gateway's pods is a
real one, with the real curl from within the cluster's VNet.
"""

import base64
import itertools
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any, NoReturn

from conformance.shared.commands import run
from conformance.standins import gateways, recording
from conformance.standins.gateways import real
from conformance.standins.recording import HOME, called

PREFIX = "appgw.ingress.kubernetes.io/"
RELEASES = "https://github.com/istio/istio/releases/download/"


def main() -> None:
    arguments = called("curl")
    url = arguments[-1]
    if url.startswith(RELEASES):
        # A server may answer with a redirect to plain HTTP.
        secured = ("--proto", "=https") in itertools.pairwise(arguments)
        if (HOME / "redirected").exists() and secured:
            stop(1, 'Protocol "http" disabled')
        release = HOME / "releases" / url.rsplit("/", 1)[1]
        shutil.copy(release, arguments[arguments.index("--output") + 1])
    else:
        Gateway(arguments, url).take()


def stop(status: int, text: str) -> NoReturn:
    print(f"curl: ({status}) {text}", file=sys.stderr)
    sys.exit(status)


class Gateway:
    """One request to an Application Gateway."""

    def __init__(self, arguments: list[str], url: str) -> None:
        self.arguments = arguments
        parts = re.fullmatch(r"(https?)://([^/]+)(/.*)", url)
        if not parts:
            stop(3, f"URL rejected: {url}")
        self.scheme, self.host, self.path = parts.groups()
        if "--insecure" in arguments or "-k" in arguments:
            stop(60, "nothing is verified")
        resolved = recording.option(arguments, "--resolve")
        if not resolved:
            stop(6, f"no network here, so no {self.host}")
        self.ingress = self.find(resolved.split(":")[2])
        self.cluster = self.ingress["cluster"]

    def find(self, address: str) -> dict[str, Any]:
        """The Ingress of this host at this address."""
        for file in sorted((HOME / "ingresses").glob("*.json")):
            for each in json.loads(file.read_text()):
                if (each["host"], each["address"]) == (self.host, address):
                    found: dict[str, Any] = each
                    return found
        stop(22, "the requested URL returned error: 404")

    def note(self, name: str) -> str | None:
        value: str | None = self.ingress["annotations"].get(PREFIX + name)
        return value

    def take(self) -> None:
        if self.scheme == "http" and self.note("ssl-redirect") == "true":
            if "--write-out" in self.arguments:
                print(f"301 https://{self.host}{self.path}", end="")
            return
        if self.scheme == "https":
            self.show_certificate()
        output = self.arguments[self.arguments.index("--output") + 1]
        Path(output).write_text(self.respond())

    def show_certificate(self) -> None:
        """The caller verifies it under what it trusts."""
        wanted = self.note("appgw-ssl-certificate") or ""
        bound = gateways.certificates(self.cluster, "ssl-cert").get(wanted)
        if not bound:
            stop(35, "no listener for HTTPS")
        shown = gateways.shown(self.cluster, bound["keyVaultSecretId"])
        if not shown:
            stop(35, "the listener has no certificate that it may read")
        trusted = recording.option(self.arguments, "--cacert") or os.devnull
        options = ["-CAfile", trusted, "-verify_hostname", self.host]
        if not run("openssl", "verify", *options, shown, env=real()).succeeded:
            stop(60, "SSL certificate problem")

    def fetch(self, backend: str, name: str, what: str) -> str | None:
        """What the gateway gets from a pod, asked for by this name; None if it does not get it."""
        ip, port = backend.split(":")
        options, kind = [], "http"
        if self.note("backend-protocol") == "https":
            # It trusts the backend only under its root, with the name that it asks for.
            wanted = self.note("appgw-trusted-root-certificate") or ""
            root = HOME / "root.crt"
            trusted = gateways.certificates(self.cluster, "root-cert")[wanted]
            root.write_bytes(base64.b64decode(trusted["data"]))
            options, kind = ["--cacert", str(root)], "https"
        quiet = ["--fail", "--silent", "--show-error", "--max-time", "10"]
        there = ["--resolve", f"{name}:{port}:{ip}", f"{kind}://{name}:{port}{what}"]
        inside = ["ip", "netns", "exec", self.cluster, "curl"]
        done = run(*inside, *quiet, *options, *there, env=real())
        return done.out if done.succeeded else None

    def respond(self) -> str:
        """The answer of the first pod that passes its probe."""
        asked = self.note("health-probe-hostname") or "127.0.0.1"
        path = self.note("health-probe-path") or "/"
        for backend in self.ingress["backends"]:
            same_port = backend.split(":")[1] == self.note("health-probe-port")
            if same_port and self.fetch(backend, asked, path) is not None:
                name = self.note("backend-hostname") or self.host
                answer = self.fetch(backend, name, self.path)
                if answer is not None:
                    return answer
        stop(22, "the requested URL returned error: 502")
