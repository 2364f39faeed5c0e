"""What an Application Gateway has: its certificates, as the simulated Azure or a folder tells.

Both know an `ssl-cert` by the id of its secret in Key Vault, and a `root-cert` by its data.
"""

import base64
import json
import os
import re
from pathlib import Path
from typing import Any

from conformance.azure.caller import Caller
from conformance.azure.cloud import Cloud
from conformance.azure.kinds.gateways import GATEWAY
from conformance.azure.kinds.identities import IDENTITY
from conformance.lab import key_vault
from conformance.shared.commands import run
from conformance.standins.recording import HOME

PARTS = {"ssl-cert": "sslCertificates", "root-cert": "trustedRootCertificates"}
SECRET = re.compile(r"https://([^.]+)\.vault\.azure\.net/secrets/([^/]+)")

# The annotation with which an Ingress names the certificate of its listener.
CERTIFICATE = "appgw.ingress.kubernetes.io/appgw-ssl-certificate"

Entries = dict[str, dict[str, str]]


def real() -> dict[str, str]:
    """The environment of a program that is no stand-in."""
    return {**os.environ, "PATH": os.environ["REHEARSAL_PATH"]}


def outputs() -> dict[str, dict[str, str]]:
    """By cluster: what Terraform tells of its gateway."""
    found: dict[str, dict[str, str]]
    found = json.loads((HOME / "outputs.json").read_text())["application_gateways"]["value"]
    return found


def name_of(cluster: str) -> str:
    return outputs()[cluster]["name"]


def clusters_of(name: str) -> list[str]:
    return [cluster for cluster, gateway in outputs().items() if gateway["name"] == name]


def certificates(cluster: str, kind: str) -> Entries:
    """By name: those of the gateway that the cluster has."""
    if key_vault.azure(HOME).exists():
        entries = resource(Cloud(key_vault.azure(HOME)), cluster).properties[PARTS[kind]] or ()
        return {each["name"]: each["properties"] for each in entries}
    path = HOME / "gateways" / f"{name_of(cluster)}.{kind}"
    stored = json.loads(path.read_text()) if path.exists() else []
    return {each["name"]: each for each in stored}


def resource(cloud: Cloud, cluster: str) -> Any:
    name = name_of(cluster)
    return next(each for each in cloud.store.of_type(GATEWAY) if each.name == name)


def shown(cluster: str, secret: str) -> Path | None:
    """The certificate that the gateway shows; it reads it from Key Vault as itself."""
    parts = SECRET.match(secret)
    if not parts:
        return None
    vault, name = parts.groups()
    if not key_vault.azure(HOME).exists():
        return HOME / "vault" / vault / "certificates" / f"{name}.cer"
    cloud = Cloud(key_vault.azure(HOME))
    for each in resource(cloud, cluster).body["identity"]["userAssignedIdentities"]:
        identity = cloud.find(each, IDENTITY)
        assert identity, each
        caller = Caller(cloud, identity.properties["principalId"])
        answer = caller.get(f"/secrets/{name}", version="7.4", host=f"{vault}.vault.azure.net")
        if answer.status == key_vault.OK and answer.body:
            return unpacked(base64.b64decode(answer.body["value"]))
    return None


def unpacked(pfx: bytes) -> Path:
    """The certificate of a PKCS#12 file."""
    source, target = HOME / "shown.pfx", HOME / "shown.pem"
    source.write_bytes(pfx)
    command: list[str | Path] = [
        "openssl",
        "pkcs12",
        "-in",
        source,
        "-nokeys",
        "-passin",
        "pass:",
        "-out",
        target,
    ]
    run(*command, env=real())
    source.unlink()
    return target
