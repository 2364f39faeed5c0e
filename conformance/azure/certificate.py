"""The authority and the server certificate of one run; both are made anew each time."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The public cloud's names: programs reach them through the proxy as they would reach Azure.
NAMES = (
    "localhost",
    "management.azure.com",
    "login.microsoftonline.com",
    "graph.microsoft.com",
    "*.vault.azure.net",
)

DAYS = "30"


def make(folder: Path) -> tuple[Path, Path, Path]:
    """Returns the files of the authority's certificate, of the server's, and of its key."""
    authority, server, key = (folder / name for name in ("ca.pem", "server.pem", "server.key"))
    if authority.exists() and server.exists() and key.exists():
        return authority, server, key
    extensions = folder / "server.cnf"
    names = ",".join(f"DNS:{name}" for name in NAMES)
    extensions.write_text(f"subjectAltName={names},IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    with _private_umask():
        root = [
            "-subj",
            "/CN=Simulated Azure",
            "-days",
            DAYS,
            "-addext",
            "basicConstraints=CA:TRUE",
        ]
        files: list[str | Path] = ["-keyout", folder / "ca.key", "-out", authority]
        _openssl("req", "-x509", *curve, *files, *root, "-addext", "keyUsage=critical,keyCertSign")
        request = folder / "server.csr"
        _openssl("req", *curve, "-keyout", key, "-out", request, "-subj", "/CN=localhost")
        issuer: list[str | Path] = ["-CA", authority, "-CAkey", folder / "ca.key"]
        validity: list[str | Path] = ["-CAcreateserial", "-days", DAYS, "-extfile", extensions]
        _openssl("x509", "-req", "-in", request, *issuer, *validity, "-out", server)
    return authority, server, key


@contextmanager
def _private_umask() -> Iterator[None]:
    """Openssl creates key files with the process's own mask."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
