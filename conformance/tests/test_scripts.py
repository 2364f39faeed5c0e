"""Steps of a committed tree, with programs that only answer and record what they are asked."""

import json
import os
from pathlib import Path

import pytest

from conformance.shared.commands import Done, run
from conformance.shared.environment import read_environment
from conformance.shared.places import PROJECT

TREE = PROJECT / "out" / "two-regions"
VALUES = read_environment(TREE)
TENANT, VAULT = VALUES.text("TENANT_ID"), VALUES.text("KEY_VAULT")
OTHER = "99999999-9999-9999-9999-999999999999"

AZ = """#!/usr/bin/env bash
case "$*" in
  "version "*) echo 2.91.0 ;;
  "account show "*"--subscription "*) echo "$TENANT" ;;
  "account show "*) echo "$DEFAULT_TENANT" ;;
  "keyvault list-deleted "*) cat "$HERE/deleted.json" ;;
  "acr check-name "* | "rest "*) echo '{"nameAvailable": true}' ;;
esac
"""
KUBECTL = "#!/usr/bin/env bash\necho yes\n"
RECORDING = '#!/usr/bin/env bash\necho "$*" >> "$HERE/${0##*/}.log"\n'
TERRAFORM = (
    RECORDING
    + """
case "$2" in
  -json) echo '{"terraform_version": "1.9.0"}' ;;
  plan) exit 2 ;;
  show) cat "$HERE/plan.json" ;;
  output) cat "$HERE/outputs.json" ;;
esac
"""
)
PROGRAMS = {"az": AZ, "kubectl": KUBECTL, "kubelogin": RECORDING, "terraform": TERRAFORM}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A copy of the tree's scripts, and the programs."""
    (tmp_path / "tree").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "tree" / "scripts").symlink_to(TREE / "scripts")
    (tmp_path / "tree" / "terraform").mkdir()
    for name, text in PROGRAMS.items():
        program = tmp_path / "bin" / name
        program.write_text(text)
        program.chmod(0o755)
    created = [{"address": "azurerm_key_vault.this", "change": {"actions": ["create"]}}]
    (tmp_path / "plan.json").write_text(json.dumps({"resource_changes": created}))
    clusters = {name: {"name": aks} for name, aks in VALUES.table("AKS").items()}
    outputs = {"kubernetes_clusters": {"value": clusters}}
    (tmp_path / "outputs.json").write_text(json.dumps(outputs))
    return tmp_path


def step(here: Path, name: str, default_tenant: str = TENANT) -> Done:
    """Runs a step of the copy: `SCRIPTS` of the step follows no link."""
    path = f"{here / 'bin'}:{os.environ['PATH']}"
    own = {"PATH": path, "HERE": str(here), "TENANT": TENANT, "DEFAULT_TENANT": default_tenant}
    script = here / "tree" / "scripts" / name
    return run("bash", script, env={**os.environ, **own, "MESH_WAIT_SECONDS": "1"})


@pytest.mark.parametrize(("default", "told"), [(TENANT, ""), (OTHER, f" --tenant-id {TENANT}")])
def test_kubectl_signs_in_to_the_tenant_of_the_mesh(here: Path, default: str, told: str) -> None:
    done = step(here, "01-get-credentials.sh", default)
    assert done.succeeded, done.text
    kubeconfig = here / "tree" / ".work" / "kubeconfig"
    expected = f"convert-kubeconfig --login azurecli --kubeconfig {kubeconfig}{told}\n"
    assert (here / "kubelogin.log").read_text() == expected


@pytest.mark.parametrize(("group", "runs"), [("two-regions-shared-rg", 2), ("another-rg", 0)])
def test_a_vault_is_recovered_in_its_own_group_with_its_new_settings(
    here: Path, group: str, runs: int
) -> None:
    """Azure recovers a vault with its old settings, so the step has to apply once more."""
    kept = f"/subscriptions/x/resourceGroups/{group}/providers/Microsoft.KeyVault/vaults/{VAULT}"
    deleted = {"vaultId": kept, "location": "westeurope", "purgeProtectionEnabled": True}
    deleted["scheduledPurgeDate"] = "2027-01-01T00:00:00Z"
    (here / "deleted.json").write_text(json.dumps([{"name": VAULT, "properties": deleted}]))
    done = step(here, "00-apply-terraform.sh")
    calls = (here / "terraform.log").read_text().splitlines()
    assert len([each for each in calls if " apply " in each]) == runs, done.text
    assert done.succeeded == (runs > 0), done.text
    assert ("nobody can purge it earlier" in done.text) == (runs == 0)
