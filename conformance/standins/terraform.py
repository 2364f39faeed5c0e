"""Terraform, as far as the steps call it; its outputs come from an apply with a mocked provider."""

import json
import re
import sys
from pathlib import Path

from conformance.standins.recording import HOME, called

APPLIED = HOME / "applied"
CHANGED = 2
KUBERNETES = "module.cluster.azurerm_kubernetes_cluster.this"


# Where a tree says who may read which secret, and the resource that follows from it.
ROLES = {"pod_secrets": "vault_pods", "application_gateway_secrets": "vault_application_gateways"}

Actions = dict[str, list[str]]


def main() -> None:
    given = called("terraform")
    folder = next((Path(each[7:]) for each in given if each.startswith("-chdir=")), Path())
    arguments = [each for each in given if not each.startswith("-chdir=")]
    match arguments[0]:
        case "version":
            print(json.dumps({"terraform_version": "1.11.4"}))
        case "init":
            print("Terraform has been successfully initialized!")
        case "plan":
            plan(arguments, folder)
        case "show":
            planned = json.loads(Path(arguments[-1]).read_text())
            changes = [{"address": at, "change": {"actions": do}} for at, do in planned.items()]
            print(json.dumps({"resource_changes": changes}))
        case "apply":
            apply(Path(arguments[-1]))
        case "output":
            print((HOME / "outputs.json").read_text() if APPLIED.exists() else "{}")
        case other:
            sys.exit(f"no such command here: {other}")


def roles(folder: Path) -> list[str]:
    """The addresses of the roles on secrets."""
    text = (folder / "shared.tf").read_text()
    found = []
    for values, name in ROLES.items():
        block = re.search(rf"^  {values} = \{{\n(.*?)^  \}}", text, re.MULTILINE | re.DOTALL)
        for cluster, listed in re.findall(
            r'"(\S+)" = \[(.*?)\]', block[1] if block else "", re.DOTALL
        ):
            secrets = re.findall(r'"([^"]+)"', listed)
            found += [f'azurerm_role_assignment.{name}["{cluster}/{each}"]' for each in secrets]
    return found


def new() -> list[str]:
    """What step 00 asks Azure about."""
    clusters = json.loads((HOME / "landscape.json").read_text())
    kinds = ("azurerm_kubernetes_cluster.this", "azurerm_kubernetes_cluster_node_pool.user")
    pools = [f"module.cluster-{name}.{kind}" for name in clusters for kind in kinds]
    return ["azurerm_container_registry.this", "azurerm_key_vault.this", *pools]


def plan(arguments: list[str], folder: Path) -> None:
    out = next(each for each in arguments if each.startswith("-out="))
    targets = [each.removeprefix("-target=") for each in arguments if each.startswith("-target=")]
    changes = removals() if "-destroy" in arguments else changes_to(folder)
    planned = {at: do for at, do in changes.items() if not targets or at in targets}
    Path(out.removeprefix("-out=")).write_text(json.dumps(planned))
    if not planned:
        print("No changes.")
        return
    lost = sum(each == ["delete"] for each in planned.values())
    print(f"Plan: {len(planned) - lost} to add, 0 to change, {lost} to destroy.")
    sys.exit(CHANGED)


def removals() -> Actions:
    return {KUBERNETES: ["delete"]} if APPLIED.exists() else {}


def changes_to(folder: Path) -> Actions:
    wanted = roles(folder)
    if not APPLIED.exists():
        return {each: ["create"] for each in (KUBERNETES, *new(), *wanted)}
    held = json.loads(APPLIED.read_text())
    added: Actions = {each: ["create"] for each in wanted if each not in held}
    return added | {each: ["delete"] for each in held if each not in wanted}


def apply(plan_file: Path) -> None:
    planned: Actions = json.loads(plan_file.read_text())
    if planned == removals():
        APPLIED.unlink()
        print("Apply complete! Resources: 0 added, 0 changed, 1 destroyed.")
        return
    held = json.loads(APPLIED.read_text()) if APPLIED.exists() else []
    created = [at for at, do in planned.items() if do == ["create"] and "vault_" in at]
    kept = [each for each in held if planned.get(each) != ["delete"]]
    APPLIED.write_text(json.dumps([*kept, *created]))
    print(f"Apply complete! Resources: {len(planned)} added, 0 changed, 0 destroyed.")
