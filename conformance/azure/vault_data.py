"""Key Vault's data plane: secrets and certificates, with RBAC, firewall and soft delete.

https://learn.microsoft.com/rest/api/keyvault
"""

import base64
import json
import re
import subprocess
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conformance.azure.answers import Answer, Body, Refusal, Unanswerable
from conformance.azure.authentication import authenticate
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import TENANT, VAULT, Principal
from conformance.azure.kinds.vaults import OBJECTS, SECRETS
from conformance.azure.kinds.vaults import VAULT as KIND
from conformance.azure.store import Resource

VERSIONS = ("7.4", "7.5", "7.6", "2025-07-01")
SUFFIX = ".vault.azure.net"

CERTIFICATES = "Microsoft.KeyVault/vaults/certificates"


def handle(cloud: Cloud, request: Request) -> Answer:
    """Answers a request to <vault>.vault.azure.net."""
    name = request.host.split(":")[0].removesuffix(SUFFIX)
    vault = next((v for v in cloud.store.of_type(KIND) if v.name.lower() == name.lower()), None)
    if vault is None:
        raise Refusal(404, "NotFound", f"The vault {name} does not exist.")
    if "authorization" not in request.headers:
        return _challenge()
    try:
        principal = authenticate(cloud, request, VAULT)
    except Refusal as refusal:
        return Answer(401, {"error": refusal.error()}, _challenge().headers)
    if request.query.get("api-version") not in VERSIONS:
        raise Unanswerable(
            400,
            "BadParameter",
            f"The specified version ({request.query.get('api-version')}) is not recognized. "
            f"Consider using the latest supported version ({VERSIONS[-1]}).",
        )
    _check_network(vault)
    return _act(_Session(cloud, vault, principal, request))


def _challenge() -> Answer:
    """What a client without a token is told; the provider takes it for a vault that is there."""
    where = f'authorization="https://login.microsoftonline.com/{TENANT}"'
    return Answer(
        401,
        {"error": {"code": "Unauthorized", "message": "AKV10000: Request is missing a Bearer."}},
        {"WWW-Authenticate": f'Bearer {where}, resource="https://vault.azure.net"'},
    )


def _check_network(vault: Resource) -> None:
    """https://learn.microsoft.com/azure/key-vault/general/access-behind-firewall"""
    properties = vault.properties
    rules = properties.get("networkAcls") or {}
    if properties.get("publicNetworkAccess") == "Disabled":
        raise _forbidden(
            "Public network access is disabled and request is not from a trusted service nor via "
            f"an approved private link.\r\nVault: {vault.name};location={vault.location}",
            "ForbiddenByConnection",
        )
    if rules.get("defaultAction") == "Deny" and not rules.get("ipRules"):
        raise _forbidden(
            "Client address is not authorized and caller is not a trusted service.\r\nClient "
            f"address: 127.0.0.1\r\nVault: {vault.name};location={vault.location}",
            "ForbiddenByFirewall",
        )


def _forbidden(message: str, inner: str) -> Refusal:
    return Refusal(403, "Forbidden", message, innererror={"code": inner})


class _Session:
    """A caller at a vault."""

    def __init__(
        self, cloud: Cloud, vault: Resource, principal: Principal, request: Request
    ) -> None:
        self.cloud, self.vault, self.principal, self.request = cloud, vault, principal, request
        objects = cloud.store.table(OBJECTS).setdefault(vault.name.lower(), {})
        self.secrets: dict[str, list[Body]] = objects.setdefault("secrets", {})
        self.certificates: dict[str, list[Body]] = objects.setdefault("certificates", {})
        self.deleted: dict[str, dict[str, Any]] = objects.setdefault("deleted", {})

    @property
    def base(self) -> str:
        return f"https://{self.vault.name.lower()}{SUFFIX}"

    def require(self, action: str, name: str = "") -> None:
        kind = action.split("/")[2]
        scope = f"{self.vault.id}/{kind}/{name}" if name else self.vault.id
        if self.cloud.may(self.principal.id, action, scope, data=True):
            return
        raise _forbidden(
            "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny "
            "assignments or role definitions were changed recently, please observe propagation "
            f"time.\r\nCaller: appid={self.principal.client};oid={self.principal.id}\r\nAction: "
            f"'{action}'\r\nResource: '{scope}'\r\nAssignment: (not found)\r\nDenyAssignmentId: "
            f"null\r\nDecisionReason: null \r\nVault: {self.vault.name};"
            f"location={self.vault.location}\r\n",
            "ForbiddenByRbac",
        )

    def body(self) -> Body:
        found: Body = json.loads(self.request.body or b"{}")
        return found


_Act = Callable[[_Session, "re.Match[str]"], Answer]


def _act(session: _Session) -> Answer:
    for method, pattern, function in _ACTS:
        match = re.fullmatch(pattern, session.request.path.rstrip("/"))
        if method == session.request.method and match:
            return function(session, match)
    raise Unanswerable(
        404, "NotFound", f"There is no {session.request.method} {session.request.path} here."
    )


def _missing(kind: str, name: str) -> Refusal:
    return Refusal(
        404,
        f"{kind}NotFound",
        f"A {kind.lower()} with (name/id) {name} was not found in this key vault. If you recently "
        f"deleted this {kind.lower()} you may be able to recover it using the correct recovery "
        "command. For help resolving this issue, please see https://go.microsoft.com/fwlink/"
        "?linkid=2125182",
    )


# --- Secrets


def _put_secret(session: _Session, match: re.Match[str]) -> Answer:
    name = match[1]
    session.require(f"{SECRETS}/setSecret/action", name)
    if not re.fullmatch(r"[0-9a-zA-Z-]{1,127}", name):
        raise Refusal(400, "BadParameter", f"The name {name} is invalid.")
    if name in session.deleted:
        raise Refusal(
            409,
            "Conflict",
            f"Secret {name} is currently in a deleted but recoverable state, and its name cannot "
            "be reused; in this state, the secret can only be recovered or purged.",
            innererror={"code": "ObjectIsDeletedButRecoverable"},
        )
    wanted = session.body()
    if len(str(wanted.get("value", ""))) > 25 * 1024:
        # https://learn.microsoft.com/azure/key-vault/secrets/about-secrets
        raise Refusal(400, "BadParameter", "The secret value is longer than 25 KB.")
    found = _store_secret(session, name, wanted)
    return Answer(200, found)


def _store_secret(session: _Session, name: str, wanted: Body) -> Body:
    now = int(session.cloud.now())
    version = uuid.uuid4().hex
    secret: Body = {
        "value": wanted.get("value"),
        "id": f"{session.base}/secrets/{name}/{version}",
        "attributes": {
            "enabled": True,
            "created": now,
            "updated": now,
            "recoveryLevel": "Recoverable",
            **(wanted.get("attributes") or {}),
        },
        "tags": wanted.get("tags") or {},
    }
    if wanted.get("contentType"):
        secret["contentType"] = wanted["contentType"]
    session.secrets.setdefault(name, []).append(secret)
    return secret


def _get_secret(session: _Session, match: re.Match[str]) -> Answer:
    name, version = match[1], match[2]
    session.require(f"{SECRETS}/getSecret/action", name)
    for each in reversed(session.secrets.get(name, [])):
        if not version or each["id"].endswith("/" + version):
            return Answer(200, each)
    raise _missing("Secret", f"{name}/{version or ''}".rstrip("/"))


def _listed(objects: dict[str, list[Body]], *parts: str) -> Answer:
    found = []
    for name in sorted(objects):
        newest = objects[name][-1]
        short = {part: newest[part] for part in ("attributes", "tags", *parts) if part in newest}
        found.append({"id": newest["id"].rsplit("/", 1)[0], **short})
    return Answer(200, {"value": found, "nextLink": None})


def _list_secrets(session: _Session, _: re.Match[str]) -> Answer:
    session.require(f"{SECRETS}/readMetadata/action")
    return _listed(session.secrets, "contentType")


def _delete_secret(session: _Session, match: re.Match[str]) -> Answer:
    name = match[1]
    session.require(f"{SECRETS}/delete", name)
    if name not in session.secrets:
        raise _missing("Secret", name)
    versions = session.secrets.pop(name)
    now = int(session.cloud.now())
    session.deleted[name] = {"versions": versions, "deletedDate": now}
    gone = {k: v for k, v in versions[-1].items() if k != "value"}
    gone.update(
        recoveryId=f"{session.base}/deletedsecrets/{name}",
        deletedDate=now,
        scheduledPurgeDate=now + 90 * 86400,
    )
    return Answer(200, gone)


def _recover_secret(session: _Session, match: re.Match[str]) -> Answer:
    name = match[1]
    session.require(f"{SECRETS}/recover/action", name)
    if name not in session.deleted:
        raise _missing("Secret", name)
    session.secrets[name] = session.deleted.pop(name)["versions"]
    return Answer(200, {k: v for k, v in session.secrets[name][-1].items() if k != "value"})


# --- Certificates


def _create_certificate(session: _Session, match: re.Match[str]) -> Answer:
    name = match[1]
    session.require(f"{CERTIFICATES}/create/action", name)
    policy = session.body().get("policy") or {}
    if (policy.get("issuer") or {}).get("name") != "Self":
        raise Unanswerable(400, "BadParameter", "Only issuer Self is known here.")
    text, pfx = _self_signed(policy)
    wanted = {"value": base64.b64encode(pfx).decode(), "contentType": "application/x-pkcs12"}
    secret = _store_secret(session, name, wanted)
    version = secret["id"].rsplit("/", 1)[-1]
    certificate: Body = {
        "id": f"{session.base}/certificates/{name}/{version}",
        "kid": f"{session.base}/keys/{name}/{version}",
        "sid": secret["id"],
        "cer": "".join(text.strip().splitlines()[1:-1]),
        "attributes": dict(secret["attributes"]),
        "policy": {"id": f"{session.base}/certificates/{name}/policy", **policy},
        "tags": {},
    }
    session.certificates.setdefault(name, []).append(certificate)
    return Answer(202, _pending(session, name))


def _self_signed(policy: Body) -> tuple[str, bytes]:
    """A certificate in PEM, and it with its key in PKCS#12, as openssl makes them."""
    facts = policy.get("x509_props") or {}
    names = ",".join(f"DNS:{n}" for n in (facts.get("sans") or {}).get("dns_names") or ())
    days = str(30 * int(facts.get("validity_months") or 12))
    bits = (policy.get("key_props") or {}).get("key_size") or 2048
    with tempfile.TemporaryDirectory() as folder:
        key, cer, pfx = (Path(folder) / each for each in ("key.pem", "cer.pem", "it.pfx"))
        command: list[str | Path] = ["openssl", "req", "-x509", "-newkey", f"rsa:{bits}", "-nodes"]
        command += ["-keyout", key, "-out", cer, "-days", days]
        command += ["-subj", "/" + str(facts.get("subject", "CN=none")).replace(",", "/")]
        command += ["-addext", f"subjectAltName={names}"] if names else []
        subprocess.run(command, check=True, capture_output=True)
        export: list[str | Path] = ["openssl", "pkcs12", "-export", "-inkey", key, "-in", cer]
        subprocess.run([*export, "-out", pfx, "-passout", "pass:"], check=True)
        return cer.read_text(), pfx.read_bytes()


def _pending(session: _Session, name: str) -> Body:
    return {
        "id": f"{session.base}/certificates/{name}/pending",
        "issuer": {"name": "Self"},
        "csr": "",
        "cancellation_requested": False,
        "status": "completed",
        "target": f"{session.base}/certificates/{name}",
        "request_id": uuid.uuid4().hex,
    }


def _get_pending(session: _Session, match: re.Match[str]) -> Answer:
    session.require(f"{CERTIFICATES}/read", match[1])
    if match[1] not in session.certificates:
        raise _missing("Certificate", match[1])
    return Answer(200, _pending(session, match[1]))


def _get_certificate(session: _Session, match: re.Match[str]) -> Answer:
    name, version = match[1], match[2]
    session.require(f"{CERTIFICATES}/read", name)
    for each in reversed(session.certificates.get(name, [])):
        if not version or each["id"].endswith("/" + version):
            return Answer(200, each)
    raise _missing("Certificate", f"{name}/{version or ''}".rstrip("/"))


def _list_certificates(session: _Session, _: re.Match[str]) -> Answer:
    session.require(f"{CERTIFICATES}/read")
    return _listed(session.certificates)


_NAME = "([^/]+)"

_ACTS: tuple[tuple[str, str, _Act], ...] = (
    ("GET", "/secrets", _list_secrets),
    ("PUT", f"/secrets/{_NAME}", _put_secret),
    ("GET", f"/secrets/{_NAME}(?:/([0-9a-f]*))?", _get_secret),
    ("DELETE", f"/secrets/{_NAME}", _delete_secret),
    ("POST", f"/deletedsecrets/{_NAME}/recover", _recover_secret),
    ("GET", "/certificates", _list_certificates),
    ("POST", f"/certificates/{_NAME}/create", _create_certificate),
    ("GET", f"/certificates/{_NAME}/pending", _get_pending),
    ("GET", f"/certificates/{_NAME}(?:/([0-9a-f]*))?", _get_certificate),
)
