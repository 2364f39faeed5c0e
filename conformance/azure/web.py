"""The wire: HTTPS on loopback, and a proxy that leads the public cloud's names there."""

import json
import selectors
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from conformance.azure import control, entra, manager, vault_data
from conformance.azure.answers import Answer, Refusal, Unanswerable
from conformance.azure.certificate import make
from conformance.azure.cloud import Cloud, Request

# The proxy leads these names here, and no other anywhere.
HOSTS = ("management.azure.com", "login.microsoftonline.com", "graph.microsoft.com")

# Where az looks for a newer az; it goes on without an answer.
UNANSWERED = ("azcliprod.blob.core.windows.net",)


def answer(cloud: Cloud, request: Request) -> Answer:
    """Leads a request to the service that its host names."""
    host = request.host.split(":")[0]
    if request.path.startswith(control.PREFIX) and host in ("localhost", "127.0.0.1"):
        return control.handle(cloud, request)
    if request.path.rstrip("/") == "/metadata/endpoints":
        return entra.metadata()
    if host.endswith(vault_data.SUFFIX):
        return vault_data.handle(cloud, request)
    if host == "graph.microsoft.com":
        return entra.graph(cloud, request)
    if host == "login.microsoftonline.com":
        return entra.login(cloud, request)
    return manager.handle(cloud, request)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    cloud: Cloud

    def setup(self) -> None:
        # The handshake is this connection's own matter: no other waits for it.
        if isinstance(self.request, ssl.SSLSocket):
            self.request.settimeout(300)
            self.request.do_handshake()
        super().setup()

    def log_message(self, *_: Any) -> None:
        """The journal says more."""

    def _take(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            self.command,
            self.headers.get("Host", "localhost"),
            unquote(parts.path),
            {k.lower() if k.lower() == "api-version" else k: v for k, v in parse_qsl(parts.query)},
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(length) if length else b"",
        )
        refusal: Refusal | None = None
        with self.cloud.lock:
            try:
                found = answer(self.cloud, request)
            except Refusal as caught:
                refusal, found = caught, caught.answer()
            except Exception as error:
                refusal = Unanswerable(500, "SimulatorFailed", f"{type(error).__name__}: {error}")
                found = refusal.answer()
            if request.method not in ("GET", "HEAD"):
                self.cloud.store.save()
        self._note(request, found, refusal)
        self._send(found)

    def _note(self, request: Request, found: Answer, refusal: Refusal | None) -> None:
        if request.path.startswith(control.PREFIX):
            return
        entry: dict[str, Any] = {
            "method": request.method,
            "host": request.host,
            "path": request.path,
            "query": request.query,
            "agent": request.header("user-agent").split(" ")[0],
            "status": found.status,
        }
        if refusal:
            entry.update(code=refusal.code, message=refusal.message)
        if refusal and refusal.fault:
            entry["fault"] = True
        self.cloud.journal.write(entry)

    def _send(self, found: Answer) -> None:
        data = b"" if found.body is None else json.dumps(found.body).encode()
        self.send_response(found.status)
        for name, value in found.headers.items():
            self.send_header(name, value)
        # The provider's SDK makes a connection for each request, and leaves it open for no use.
        self.send_header("Connection", "close")
        if data:
            self.send_header("Content-Type", "application/json; charset=utf-8")
        if found.status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = do_HEAD = _take  # noqa: N815


class Proxy(BaseHTTPRequestHandler):
    """CONNECT to Azure's names ends at the simulator; to any other name, nowhere."""

    port: int
    cloud: Cloud

    def log_message(self, *_: Any) -> None:
        """The journal says more."""

    def do_CONNECT(self) -> None:
        name = self.path.rsplit(":", 1)[0]
        if name not in HOSTS and not name.endswith(vault_data.SUFFIX):
            entry: dict[str, Any] = {"method": "CONNECT", "host": name, "path": "", "status": 502}
            entry |= {"fault": True} if name not in UNANSWERED else {}
            message = "A program asked for a name that is none of the simulated ones."
            self.cloud.journal.write({**entry, "code": "UnknownHost", "message": message})
            self.send_error(502, "Unknown host")
            return
        with socket.create_connection(("127.0.0.1", self.port)) as there:
            self.send_response(200)
            self.end_headers()
            _relay(self.connection, there)
        self.close_connection = True


def _relay(one: socket.socket, other: socket.socket) -> None:
    with selectors.DefaultSelector() as waiting:
        waiting.register(one, selectors.EVENT_READ, other)
        waiting.register(other, selectors.EVENT_READ, one)
        while ready := waiting.select(300):
            for key, _ in ready:
                source = key.fileobj
                assert isinstance(source, socket.socket)
                data = source.recv(65536)
                if not data:
                    return
                key.data.sendall(data)


class Server:
    """A simulated Azure that listens."""

    def __init__(self, folder: Path) -> None:
        self.cloud = Cloud(folder)
        self.authority, certificate, key = make(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._https = _Listener(("127.0.0.1", 0), type("Of", (Handler,), {"cloud": self.cloud}))
        self._https.socket = context.wrap_socket(
            self._https.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port: int = self._https.server_address[1]
        members = {"cloud": self.cloud, "port": self.port}
        self._proxy = _Listener(("127.0.0.1", 0), type("To", (Proxy,), members))
        self.proxy: int = self._proxy.server_address[1]

    def start(self) -> None:
        for each in (self._https, self._proxy):
            threading.Thread(target=each.serve_forever, daemon=True).start()

    def stop(self) -> None:
        for each in (self._https, self._proxy):
            each.shutdown()
            each.server_close()
        with self.cloud.lock:
            self.cloud.store.save()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no concern of ours."""
