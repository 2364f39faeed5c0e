"""The kubelet's own port: what `kubectl logs` and `kubectl port-forward` reach."""

import ctypes
import http.server
import os
import re
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path

from conformance.lab.pod import Pod
from conformance.lab.spdy import Session
from conformance.shared.commands import must

PORT = 10250
CLONE_NEWNET = 0x40000000
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "SPDY/3.1",
    "X-Stream-Protocol-Version": "portforward.k8s.io",
}

# A pod by its namespace and name.
Find = Callable[[str, str], Pod | None]


def connect_within(namespace: str, port: int) -> socket.socket:
    """A connection opened from within a network namespace, which only the calling thread enters."""
    libc = ctypes.CDLL(None, use_errno=True)
    own, other = Path("/proc/thread-self/ns/net"), Path("/run/netns") / namespace
    with own.open() as home, other.open() as there:
        if libc.setns(there.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
        try:
            return socket.create_connection(("localhost", port), timeout=10)
        finally:
            libc.setns(home.fileno(), CLONE_NEWNET)


def handler_for(find: Find) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        """Logs over GET, ports over POST."""

        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:  # the base class's name
            _, kind, namespace, name, container = self.path.split("?")[0].split("/")
            pod = find(namespace, name)
            log = pod.place.folder / f"{container}.log" if pod else None
            exists = kind == "containerLogs" and log and log.exists()
            text = log.read_bytes() if exists and log else b""
            if wanted := re.search(r"[?&]tailLines=(\d+)", self.path):
                text = b"".join(text.splitlines(keepends=True)[-int(wanted[1]) :])
            self.send_response(200 if log else 404)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_POST(self) -> None:
            _, kind, namespace, name = self.path.split("?")[0].split("/")[:4]
            pod = find(namespace, name)
            if kind != "portForward" or not pod:
                self.send_error(404)
                return
            self.send_response(101)
            for header, value in UPGRADE.items():
                self.send_header(header, value)
            self.end_headers()
            self.close_connection = True
            inside = pod.place.namespace
            Session(self.rfile, self.wfile, lambda port: connect_within(inside, port)).serve()

    return Handler


def listen(folder: Path, find: Find) -> None:
    """Serves in a thread of its own, with a certificate that is made now."""
    key, certificate = folder / "kubelet.key", folder / "kubelet.crt"
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key)
    name = ("-days", "2", "-subj", "/CN=kubelet", "-out", certificate)
    must("openssl", "req", "-x509", *new_key, *name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, os.fspath(key))
    server = http.server.ThreadingHTTPServer(("0.0.0.0", PORT), handler_for(find))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
