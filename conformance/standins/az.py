"""az, as far as the steps call it: Key Vault is a folder, an Application Gateway a file."""

import base64
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

from conformance.azure import catalog, compute
from conformance.azure.cloud import Cloud
from conformance.shared.commands import run
from conformance.standins import gateways, recording
from conformance.standins.recording import HOME, called, words

Json = Any

VERSION_DIGITS = "0" * 32

# What every cluster runs at first: the minor before that of the samples.
BEFORE_UPGRADE = "1.34.9"


class Call:
    """One call, its options and its answer."""

    def __init__(self, arguments: list[str]) -> None:
        self.arguments, self.command = arguments, words(arguments)

    def option(self, name: str) -> str | None:
        return recording.option(self.arguments, name)

    def needs(self, name: str) -> str:
        value = self.option(name)
        if value is None:
            sys.exit(f"ERROR: the following arguments are required: {name}")
        return value

    def answer(self, value: Json) -> None:
        """Prints as --query and --output ask, for the queries that the steps have."""
        query = self.option("--query")
        if query == "[].name":
            value = [each["name"] for each in value]
        elif query:
            value = value[query.strip('"')]
        match self.option("--output"):
            case "none":
                return
            case "tsv":
                print("\n".join(value) if isinstance(value, list) else value)
            case _:
                print(json.dumps(value))

    def folder(self, kind: str) -> Path:
        path = HOME / "vault" / self.needs("--vault-name") / kind
        path.mkdir(parents=True, exist_ok=True)
        return path


def main() -> None:
    call = Call(called("az"))
    command = re.sub(r" (list|create|update|delete)$", "", call.command)
    if call.command in COMMANDS:
        COMMANDS[call.command](call)
    elif found := re.fullmatch(r"network application-gateway (ssl-cert|root-cert)", command):
        gateway(call, found[1])
    else:
        sys.exit(f"ERROR: no such command here: az {call.command}")


# --- account and cluster


def version(call: Call) -> None:
    call.answer({"azure-cli": "2.91.0"})


def show_account(call: Call) -> None:
    call.answer({"tenantId": (HOME / "tenant").read_text()})


def get_token(call: Call) -> None:
    call.answer({"expiresOn": "2099-01-01 00:00:00.000000"})


def get_credentials(call: Call) -> None:
    """Merges a cluster into the kubeconfig, as az does, under the context that is asked for."""
    file, context = Path(call.needs("--file")), call.needs("--context")
    config: Json = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [],
        "users": [],
        "contexts": [],
    }
    if file.exists():
        config = json.loads(file.read_text())
    server = json.loads((HOME / "servers.json").read_text())[call.needs("--name")]
    user = f"clusterUser_{call.needs('--resource-group')}_{call.needs('--name')}"
    cluster = {"server": server["url"], "certificate-authority": server["authority"]}
    new: dict[str, Json] = {
        "clusters": {"name": context, "cluster": cluster},
        "users": {"name": user, "user": {"token": server["token"]}},
        "contexts": {"name": context, "context": {"cluster": context, "user": user}},
    }
    for kind, entry in new.items():
        others = [each for each in config[kind] if each["name"] != entry["name"]]
        config[kind] = [*others, entry]
    config["current-context"] = context
    file.write_text(json.dumps(config))
    file.chmod(0o600)


# --- Key Vault


def list_secrets(call: Call) -> None:
    secrets = sorted(call.folder("secrets").iterdir())
    call.answer(
        [{"name": each.name, "tags": tags_of(call, "secret", each.name)} for each in secrets]
    )


def tags_of(call: Call, kind: str, name: str) -> Json:
    file = call.folder("tags") / f"{kind}-{name}"
    return json.loads(file.read_text()) if file.exists() else None


def tag(call: Call, kind: str) -> None:
    """As az does, without the option there are none afterwards."""
    name, given = call.needs("--name"), call.option("--tags")
    tags = dict([given.split("=", 1)]) if given else None
    (call.folder("tags") / f"{kind}-{name}").write_text(json.dumps(tags))


def set_secret(call: Call) -> None:
    """As az does: read as text, stored as text."""
    text = Path(call.needs("--file")).read_text()
    (call.folder("secrets") / call.needs("--name")).write_text(text)
    tag(call, "secret")
    call.answer({"value": "what nobody may print"})


def download_secret(call: Call) -> None:
    target = Path(call.needs("--file"))
    if target.exists() and "--overwrite" not in call.arguments:
        sys.exit(f"ERROR: File '{target}' already exists. Use --overwrite to overwrite it.")
    certificate = call.folder("certificates") / call.needs("--name")
    if Path(f"{certificate}.cer").exists():
        # Its secret is the certificate with its key.
        pair = ["-inkey", f"{certificate}.key", "-in", f"{certificate}.cer", "-passout", "pass:"]
        openssl("pkcs12", "-export", *pair, "-out", target)
        return
    target.write_text((call.folder("secrets") / call.needs("--name")).read_text())


def delete_secret(call: Call) -> None:
    (call.folder("secrets") / call.needs("--name")).unlink()


def list_certificates(call: Call) -> None:
    names = [each.stem for each in sorted(call.folder("certificates").glob("*.cer"))]
    call.answer([{"name": each, "tags": tags_of(call, "certificate", each)} for each in names])


def create_certificate(call: Call) -> None:
    path = call.folder("certificates") / call.needs("--name")
    policy = json.loads(Path(call.needs("--policy").removeprefix("@")).read_text())
    facts = policy["x509CertificateProperties"]
    hosts = facts["subjectAlternativeNames"]["dnsNames"]
    names = ",".join(f"DNS:{each}" for each in hosts)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    files = ["-keyout", f"{path}.key", "-out", f"{path}.cer", "-days", "365"]
    subject = ["-subj", f"/{facts['subject']}", "-addext", f"subjectAltName={names}"]
    openssl("req", "-x509", *key, *files, *subject)
    Path(f"{path}.policy").write_text(json.dumps(policy))
    tag(call, "certificate")


def openssl(*arguments: str | Path) -> str:
    """The real one: none of the calls that are recorded."""
    real = {**os.environ, "PATH": os.environ["REHEARSAL_PATH"]}
    done = run("openssl", *arguments, env=real)
    if not done.succeeded:
        sys.exit(done.text)
    return done.out


def import_certificate(call: Call) -> None:
    """The policy of what somebody brought has no issuer that Key Vault knows."""
    path = call.folder("certificates") / call.needs("--name")
    pfx = ["pkcs12", "-in", call.needs("--file"), "-passin", "pass:", "-nodes"]
    Path(f"{path}.key").write_text(openssl(*pfx, "-nocerts"))
    Path(f"{path}.cer").write_text(openssl(*pfx, "-nokeys"))
    shown = openssl("x509", "-in", f"{path}.cer", "-noout", "-ext", "subjectAltName")
    names = {"dnsNames": re.findall(r"DNS:([^,\s]+)", shown)}
    facts = {"subjectAlternativeNames": names}
    policy = {"issuerParameters": {"name": "Unknown"}, "x509CertificateProperties": facts}
    Path(f"{path}.policy").write_text(json.dumps(policy))
    tag(call, "certificate")


def delete_certificate(call: Call) -> None:
    path = call.folder("certificates") / call.needs("--name")
    for suffix in ("key", "cer", "policy"):
        Path(f"{path}.{suffix}").unlink()


def show_certificate(call: Call) -> None:
    name, vault = call.needs("--name"), call.needs("--vault-name")
    policy = (call.folder("certificates") / f"{name}.policy").read_text()
    sid = f"https://{vault}.vault.azure.net/secrets/{name}/{VERSION_DIGITS}"
    call.answer({"name": name, "sid": sid, "policy": json.loads(policy)})


def download_certificate(call: Call) -> None:
    certificate = call.folder("certificates") / f"{call.needs('--name')}.cer"
    Path(call.needs("--file")).write_bytes(certificate.read_bytes())


# --- what step 00 asks first


def check_name(call: Call) -> None:
    call.answer({"nameAvailable": True})


def list_nothing(call: Call) -> None:
    call.answer([])


def list_usage(call: Call) -> None:
    families = {size.family for each in compute.SIZES if (size := catalog.size(each))}
    call.answer([compute.usage(each, 0, 1000) for each in ("cores", *sorted(families))])


def list_skus(call: Call) -> None:
    empty = HOME / "empty-azure"  # not that of a rehearsal on the simulated Azure
    empty.mkdir(exist_ok=True)
    cloud = Cloud(empty)
    call.answer([compute.sku(cloud, each, call.needs("--location")) for each in compute.SIZES])


# --- Kubernetes versions


def show_cluster(call: Call) -> None:
    upgraded = HOME / "upgraded" / call.needs("--name")
    version = upgraded.read_text() if upgraded.exists() else BEFORE_UPGRADE
    pools = [{"currentOrchestratorVersion": version}] * 2
    call.answer({"currentKubernetesVersion": version, "agentPoolProfiles": pools})


def upgrade_cluster(call: Call) -> None:
    upgraded = HOME / "upgraded" / call.needs("--name")
    upgraded.parent.mkdir(exist_ok=True)
    upgraded.write_text(f"{call.needs('--kubernetes-version')}.0")


# --- Application Gateway


def gateway(call: Call, kind: str) -> None:
    path = HOME / "gateways" / f"{call.needs('--gateway-name')}.{kind}"
    path.parent.mkdir(exist_ok=True)
    entries = json.loads(path.read_text()) if path.exists() else []
    verb = call.command.split()[-1]
    if verb != "list":
        entries = change(call, kind, verb, entries)
        path.write_text(json.dumps(entries))
    call.answer(entries)


def change(call: Call, kind: str, verb: str, entries: list[Json]) -> list[Json]:
    name = call.needs("--name")
    exists = any(each["name"] == name for each in entries)
    if exists == (verb == "create"):
        sys.exit(f"ERROR: {name} {'exists already' if exists else 'was not found'}")
    others = [each for each in entries if each["name"] != name]
    if verb == "delete":
        refuse_in_use(call, name)
        return others
    entry = {"name": name}
    if kind == "ssl-cert":
        entry["keyVaultSecretId"] = call.needs("--key-vault-secret-id")
    else:
        content = Path(call.needs("--cert-file")).read_bytes()
        entry["data"] = base64.b64encode(content).decode()
    return [*others, entry]


def refuse_in_use(call: Call, name: str) -> None:
    """A listener is there as long as the Ingress, which names its certificate."""
    for cluster in gateways.clusters_of(call.needs("--gateway-name")):
        for each in json.loads((HOME / "ingresses" / f"{cluster}.json").read_text()):
            if each["annotations"].get(gateways.CERTIFICATE) == name:
                sys.exit(f"ERROR: (ApplicationGatewaySslCertificateInUse) {name} is in use.")


COMMANDS = {
    "acr check-name": check_name,
    "keyvault list-deleted": list_nothing,
    "rest": check_name,
    "vm list-skus": list_skus,
    "vm list-usage": list_usage,
    "version": version,
    "account show": show_account,
    "account get-access-token": get_token,
    "aks get-credentials": get_credentials,
    "aks show": show_cluster,
    "aks upgrade": upgrade_cluster,
    "keyvault secret list": list_secrets,
    "keyvault secret set": set_secret,
    "keyvault secret download": download_secret,
    "keyvault secret delete": delete_secret,
    "keyvault certificate list": list_certificates,
    "keyvault certificate create": create_certificate,
    "keyvault certificate delete": delete_certificate,
    "keyvault certificate import": import_certificate,
    "keyvault certificate show": show_certificate,
    "keyvault certificate download": download_certificate,
}
