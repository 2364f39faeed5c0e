"""What the rehearsal's programs read of a simulated Azure, and of a folder in its place."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.azure.kinds.gateways import GATEWAY
from conformance.azure.roles import BY_NAME
from conformance.azure.store import Resource
from conformance.lab import key_vault
from conformance.lab.api import Access, Api
from conformance.lab.ingress_controller import IngressController
from conformance.shared import places
from conformance.shared.commands import run
from conformance.standins import gateways, kubelogin, spy
from conformance.tests.simulated import Azure

PARAMETERS = {"keyvaultName": "a-vault", "clientID": ""}


@pytest.fixture
def azure(tmp_path: Path) -> Azure:
    """A vault with two secrets."""
    folder = key_vault.azure(tmp_path)
    folder.mkdir()
    azure = Azure(folder)
    vault = azure.vault().body["id"]
    azure.assign(azure.principal, BY_NAME["key vault secrets officer"].id, vault)
    for name in ("one", "two"):
        more = {"version": "7.4", "host": "a-vault.vault.azure.net"}
        assert azure.put(f"/secrets/{name}", {"value": f"of {name}"}, **more).status == 200
    return azure


def reader(azure: Azure, secret: str) -> str:
    """The client id of an identity that may read one secret."""
    found = azure.identity()["properties"]
    group = azure.group()
    scope = f"{group}/providers/Microsoft.KeyVault/vaults/a-vault/secrets/{secret}"
    made = azure.assign(found["principalId"], BY_NAME["key vault secrets user"].id, scope, "reader")
    assert made.status == 201, made.body
    azure.cloud.store.save()
    return str(found["clientId"])


def test_an_identity_mounts_what_it_may_read_and_nothing_else(azure: Azure, tmp_path: Path) -> None:
    client = reader(azure, "one")
    with key_vault.readable(tmp_path, PARAMETERS | {"clientID": client}) as vaults:
        found = {each.name: each.read_text() for each in vaults.rglob("*") if each.is_file()}
        assert (vaults / "a-vault" / "secrets" / "one").is_file()
    assert found == {"one": "of one"}
    assert not vaults.exists()


def test_the_identity_may_be_the_nodes() -> None:
    assert key_vault.client_of({"clientID": "pod"}) == "pod"
    assert key_vault.client_of({"userAssignedIdentityID": "node"}) == "node"


def test_nobody_reads_nothing(azure: Azure, tmp_path: Path) -> None:
    azure.cloud.store.save()
    with key_vault.readable(tmp_path, PARAMETERS | {"clientID": "none"}) as vaults:
        assert [each for each in vaults.rglob("*") if each.is_file()] == []


def test_a_new_version_and_a_new_role_are_noticed(azure: Azure, tmp_path: Path) -> None:
    azure.cloud.store.save()
    before = key_vault.state(tmp_path)
    assert key_vault.state(tmp_path) == before
    reader(azure, "one")
    with_role = key_vault.state(tmp_path)
    azure.put("/secrets/one", {"value": "new"}, version="7.4", host="a-vault.vault.azure.net")
    azure.cloud.store.save()
    assert len({str(before), str(with_role), str(key_vault.state(tmp_path))}) == 3


def test_without_azure_a_folder_is_mounted(tmp_path: Path) -> None:
    secret = tmp_path / "vault" / "a-vault" / "secrets" / "one"
    secret.parent.mkdir(parents=True)
    empty = key_vault.state(tmp_path)
    secret.write_text("x")
    assert key_vault.state(tmp_path) != empty
    with key_vault.readable(tmp_path, PARAMETERS) as vaults:
        assert vaults == tmp_path / "vault"


def test_a_gateway_shows_the_certificate_of_its_secret(
    azure: Azure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads it as its identity, so without the role it has none."""
    monkeypatch.setattr(gateways, "HOME", tmp_path)
    monkeypatch.setenv("REHEARSAL_PATH", "/usr/bin:/bin")
    outputs = {"application_gateways": {"value": {"one": {"name": "gateway"}}}}
    (tmp_path / "outputs.json").write_text(json.dumps(outputs))
    pfx, pem = packed(tmp_path)
    value = {"value": base64.b64encode(pfx).decode()}
    azure.put("/secrets/shown", value, version="7.4", host="a-vault.vault.azure.net")
    identity = azure.identity()["id"]
    secret = "https://a-vault.vault.azure.net/secrets/shown"
    entry = {"name": "frontend", "properties": {"keyVaultSecretId": secret}}
    body = {
        "identity": {"userAssignedIdentities": {identity: {}}},
        "properties": {"sslCertificates": [entry], "trustedRootCertificates": None},
    }
    azure.cloud.store.put(Resource("/gateway", GATEWAY, "gateway", body))
    azure.cloud.store.save()
    assert gateways.certificates("one", "ssl-cert") == {"frontend": entry["properties"]}
    assert gateways.certificates("one", "root-cert") == {}
    assert gateways.shown("one", secret) is None
    reader(azure, "shown")
    shown = gateways.shown("one", secret)
    assert shown
    assert pem in shown.read_text()
    assert gateways.shown("one", "https://elsewhere.example/x") is None


def packed(folder: Path) -> tuple[bytes, str]:
    key, cer, pfx = (folder / each for each in ("key.pem", "cer.pem", "it.pfx"))
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    files = ["-nodes", "-keyout", str(key), "-out", str(cer), "-subj", "/CN=x"]
    subprocess.run([*made, *files], check=True, capture_output=True)
    export = ["openssl", "pkcs12", "-export", "-inkey", str(key), "-in", str(cer), "-out", str(pfx)]
    subprocess.run([*export, "-passout", "pass:"], check=True)
    return pfx.read_bytes(), cer.read_text().strip()


# --- programs


def put_gateway(home: Path, *served: str) -> None:
    """The gateway of cluster one, whose Ingresses name these certificates."""
    outputs = {"application_gateways": {"value": {"one": {"name": "gateway"}}}}
    (home / "outputs.json").write_text(json.dumps(outputs))
    (home / "ingresses").mkdir()
    ingresses = [{"annotations": {gateways.CERTIFICATE: each}} for each in served]
    (home / "ingresses" / "one.json").write_text(json.dumps(ingresses))
    (home / "gateways").mkdir()
    held = [{"name": "used"}, {"name": "unused"}]
    (home / "gateways" / "gateway.ssl-cert").write_text(json.dumps(held))


def test_a_certificate_that_a_listener_has_stays(tmp_path: Path) -> None:
    put_gateway(tmp_path, "used")
    (tmp_path / "az").symlink_to(places.CONFORMANCE / "standins" / "program")
    path = f"/usr/bin:/bin:{Path(sys.executable).parent}"
    env = {"REHEARSAL": str(tmp_path), "REHEARSAL_PATH": path, "PATH": path}
    delete = [str(tmp_path / "az"), "network", "application-gateway", "ssl-cert", "delete"]
    place = ["--gateway-name", "gateway", "--output", "none"]
    used, unused = (run(*delete, *place, "--name", name, env=env) for name in ("used", "unused"))
    assert used.code == 1
    assert "used is in use" in used.err
    assert unused.succeeded, unused.text
    held = json.loads((tmp_path / "gateways" / "gateway.ssl-cert").read_text())
    assert held == [{"name": "used"}]


def test_a_cluster_whose_gateway_is_gone_serves_nothing(tmp_path: Path) -> None:
    """Nobody is asked for Ingresses: there is no controller."""
    put_gateway(tmp_path)
    served = tmp_path / "ingresses" / "two.json"
    served.write_text('[{"annotations": {}}]')
    packed(tmp_path)
    nobody = Api(Access("https://127.0.0.1:1", str(tmp_path / "cer.pem"), ""))
    IngressController(nobody, "two", tmp_path).follow()
    assert json.loads(served.read_text()) == []
    with pytest.raises(OSError, match="ingresses"):
        IngressController(nobody, "one", tmp_path).follow()


def test_a_token_is_given_to_whoever_signs_in_with_az(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kubelogin, "HOME", tmp_path)
    (tmp_path / "servers.json").write_text(json.dumps({"aks": {"token": "t"}}))
    with pytest.raises(SystemExit, match="device code"):
        kubelogin.give_token(["--login", "devicecode"])
    kubelogin.give_token(["--login", "azurecli", "--server-id", "x"])
    assert json.loads(capsys.readouterr().out)["status"] == {"token": "t"}


def test_a_kubeconfig_is_converted(tmp_path: Path) -> None:
    file = tmp_path / "kubeconfig"
    file.write_text("args:\n- get-token\n- --login\n- devicecode\n")
    kubelogin.convert(["convert-kubeconfig", "--login", "azurecli", "--kubeconfig", str(file)])
    assert file.read_text() == "args:\n- get-token\n- --login\n- azurecli\n"


def test_a_program_with_variables_is_the_real_one(tmp_path: Path) -> None:
    """And one without them is played, where there is somebody to play it."""
    real = tmp_path / "real"
    real.mkdir()
    (real / "az").write_text('#!/bin/sh\necho "real $LED $1"\n')
    (real / "az").chmod(0o755)
    (tmp_path / "az").symlink_to(places.CONFORMANCE / "standins" / "program")
    path = f"{real}:/usr/bin:/bin:{Path(sys.executable).parent}"
    env = {"REHEARSAL": str(tmp_path), "REHEARSAL_PATH": path, "PATH": path}
    command = [str(tmp_path / "az"), "version"]
    played = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    assert json.loads(played.stdout)["azure-cli"]
    (tmp_path / spy.VARIABLES.name).write_text(json.dumps({"az": {"LED": "there"}}))
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    assert done.stdout == "real there version\n"
    assert len((tmp_path / "calls.jsonl").read_text().splitlines()) == 2
