"""The az commands of a tree's scripts, by the real az, on an applied tree."""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.azure.directory import DEPLOYER_CLIENT, DEPLOYER_SECRET, SUBSCRIPTION, TENANT
from conformance.azure.environment import variables
from conformance.azure.roles import ASSIGNMENT
from conformance.azure.web import Server
from conformance.shared.commands import Done, found, run
from conformance.shared.report import Report

POLICY = {
    "issuerParameters": {"name": "Self"},
    "keyProperties": {"exportable": True, "keyType": "RSA", "keySize": 2048, "reuseKey": False},
    "secretProperties": {"contentType": "application/x-pkcs12"},
    "x509CertificateProperties": {
        "subject": "CN=echo.contoso.example",
        "subjectAlternativeNames": {"dnsNames": ["echo.contoso.example"]},
        "keyUsage": ["digitalSignature", "keyEncipherment"],
        "ekus": ["1.3.6.1.5.5.7.3.1"],
        "validityInMonths": 12,
    },
}

_GATEWAY = ("network", "application-gateway")


@dataclass(frozen=True)
class Az:
    """The real az, logged in at the simulated Azure."""

    report: Report
    folder: Path
    environment: dict[str, str]

    def run(self, *words: str) -> Done:
        return run("az", *words, cwd=self.folder, env=self.environment)

    def asks(self, *words: str) -> Done:
        """As the scripts call it: the subscription is always named."""
        return self.run(*words, "--subscription", SUBSCRIPTION, "--only-show-errors")

    def check(self, text: str, done: Done, expected: str | None = None) -> bool:
        holds = done.succeeded and (expected is None or done.out.strip() == expected)
        return self.report.check(f"az {text}", holds, done.text)


def judge(report: Report, server: Server, outputs: dict[str, Any], folder: Path) -> None:
    if not found("az"):
        report.skip("az", "run conformance/tools/install apply")
        return
    az = Az(report, folder, {**os.environ, **login(report, server, folder)})
    _account(az)
    _cluster(az, outputs)
    _secrets(az, outputs["key_vault_name"])
    readable = _readable(server)
    identifier = _certificates(az, outputs["key_vault_name"], readable or "a-certificate")
    gateway = Gateway(az, next(iter(outputs["application_gateways"].values())))
    if readable:
        gateway.takes(identifier)
    else:
        gateway.may_not_read(identifier)
    gateway.trusts_a_root()


def login(report: Report, server: Server, folder: Path) -> dict[str, str]:
    """Logs az in, and returns the variables with which it is."""
    folder.mkdir()
    own = {"AZURE_CONFIG_DIR": str(folder / "azure"), "AZURE_CORE_COLLECT_TELEMETRY": "false"}
    environment = {**variables(server), **own}
    az = Az(report, folder, {**os.environ, **environment})
    secret = ("--username", DEPLOYER_CLIENT, "--password", DEPLOYER_SECRET, "--tenant", TENANT)
    az.check("login", az.run("login", "--service-principal", *secret, "--output", "none"))
    return environment


def _account(az: Az) -> None:
    done = az.asks("account", "show", "--query", "tenantId", "--output", "tsv")
    az.check("account show", done, TENANT)
    done = az.asks("account", "get-access-token", "--query", "expiresOn", "--output", "none")
    az.check("account get-access-token", done)


def _cluster(az: Az, outputs: dict[str, Any]) -> None:
    name, cluster = next(iter(outputs["kubernetes_clusters"].items()))
    where = ("--resource-group", cluster["resource_group"], "--name", cluster["name"])
    file = az.folder / "kubeconfig"
    more = ("--context", name, "--file", str(file), "--overwrite-existing", "--output", "none")
    done = az.asks("aks", "get-credentials", *where, *more)
    text = file.read_text() if file.exists() else "no kubeconfig"
    az.check("aks get-credentials", done)
    az.report.check("az aks get-credentials names kubelogin", "command: kubelogin" in text, text)


def _secrets(az: Az, vault: str) -> None:
    source, copy = az.folder / "secret.pem", az.folder / "copy.pem"
    source.write_text("-----BEGIN TEST-----\nabc\n-----END TEST-----\n")
    where = ("--vault-name", vault, "--name", "a-test", "--encoding", "utf-8")
    done = az.asks("keyvault", "secret", "set", *where, "--file", str(source), "--output", "none")
    az.check("keyvault secret set", done)
    done = az.asks("keyvault", "secret", "download", *where, "--file", str(copy))
    az.check("keyvault secret download", done)
    same = copy.exists() and copy.read_bytes() == source.read_bytes()
    az.report.check("az keyvault secret download: the same bytes", same)
    listed = ("--vault-name", vault, "--query", "[].name", "--output", "tsv")
    az.check("keyvault secret list", az.asks("keyvault", "secret", "list", *listed), "a-test")


def _readable(server: Server) -> str:
    """The certificate that an Application Gateway has a role on, if any; it may read no other."""
    scopes = [each.properties["scope"] for each in server.cloud.store.of_type(ASSIGNMENT)]
    names = [each.rsplit("/", 1)[1] for each in scopes if each.endswith("-frontend")]
    return str(names[0]) if names else ""


def _certificates(az: Az, vault: str, name: str) -> str:
    policy = az.folder / "policy.json"
    policy.write_text(json.dumps(POLICY))
    where = ("--vault-name", vault, "--name", name)
    create = ("keyvault", "certificate", "create", *where)
    az.check("keyvault certificate create", az.asks(*create, "--policy", f"@{policy}"))
    done = az.asks("keyvault", "certificate", "show", *where, "--output", "json")
    az.check("keyvault certificate show", done)
    shown = json.loads(done.out or "{}")
    names = (shown.get("policy") or {}).get("x509CertificateProperties") or {}
    hosts = (names.get("subjectAlternativeNames") or {}).get("dnsNames")
    fits = hosts == ["echo.contoso.example"]
    az.report.check("az keyvault certificate show: its host", fits, done.out)
    file = az.folder / "certificate.pem"
    more = ("--encoding", "PEM", "--file", str(file), "--output", "none")
    az.check(
        "keyvault certificate download",
        az.asks("keyvault", "certificate", "download", *where, *more),
    )
    subject = run("openssl", "x509", "-in", str(file), "-noout", "-subject")
    az.report.check("az keyvault certificate download: a PEM", subject.succeeded, subject.text)
    return str(shown.get("sid") or "").rsplit("/", 1)[0]


class Gateway:
    """What the scripts ask of an Application Gateway."""

    def __init__(self, az: Az, names: dict[str, str]) -> None:
        self.az = az
        self.where = ("--gateway-name", names["name"], "--resource-group", names["resource_group"])

    def _bind(self, verb: str, identifier: str) -> Done:
        named = (*self.where, "--name", "a-certificate", "--key-vault-secret-id", identifier)
        return self.az.asks(*_GATEWAY, "ssl-cert", verb, *named, "--output", "none")

    def takes(self, identifier: str) -> None:
        for verb in ("create", "update"):
            done = self._bind(verb, identifier)
            self.az.check(f"network application-gateway ssl-cert {verb}", done)
        listed = ("ssl-cert", "list", *self.where, "--query", "[].keyVaultSecretId")
        done = self.az.asks(*_GATEWAY, *listed)
        bound = json.loads(done.out or "[]")
        self.az.report.check(
            "az network application-gateway ssl-cert list", bound == [identifier], done.text
        )

    def may_not_read(self, identifier: str) -> None:
        done = self._bind("create", identifier)
        refused = not done.succeeded and "ApplicationGatewayKeyVaultSecretAccessDenied" in done.text
        text = "az network application-gateway ssl-cert create is refused without a role"
        self.az.report.check(text, refused, done.text)

    def trusts_a_root(self) -> None:
        file = self.az.folder / "certificate.pem"
        trusted = (*self.where, "--name", "a-root", "--cert-file", str(file))
        for verb in ("create", "update"):
            done = self.az.asks(*_GATEWAY, "root-cert", verb, *trusted, "--output", "none")
            self.az.check(f"network application-gateway root-cert {verb}", done)
        done = self.az.asks(*_GATEWAY, "root-cert", "list", *self.where, "--query", "[0].data")
        data = base64.b64decode(json.loads(done.out or '""'))
        self.az.report.check("az network application-gateway root-cert list", data, done.text)
