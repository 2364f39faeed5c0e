"""Terraform, as far as the steps call it; its outputs come from an apply with a mocked provider."""

import json
import sys
from pathlib import Path

from conformance.standins.recording import HOME, called

APPLIED = HOME / "applied"
CHANGED = 2
KUBERNETES = "module.cluster.azurerm_kubernetes_cluster.this"


def main() -> None:
    arguments = [each for each in called("terraform") if not each.startswith("-chdir=")]
    match arguments[0]:
        case "version":
            print(json.dumps({"terraform_version": "1.11.4"}))
        case "init":
            print("Terraform has been successfully initialized!")
        case "plan":
            plan(arguments)
        case "show":
            kinds = [KUBERNETES, *new()]
            changes = [{"address": each, "change": {"actions": ["create"]}} for each in kinds]
            print(json.dumps({"resource_changes": changes}))
        case "apply":
            apply(Path(arguments[-1]))
        case "output":
            print((HOME / "outputs.json").read_text() if APPLIED.exists() else "{}")
        case other:
            sys.exit(f"no such command here: {other}")


def new() -> list[str]:
    """What step 00 asks Azure about."""
    clusters = json.loads((HOME / "landscape.json").read_text())
    kinds = ("azurerm_kubernetes_cluster.this", "azurerm_kubernetes_cluster_node_pool.user")
    pools = [f"module.cluster-{name}.{kind}" for name in clusters for kind in kinds]
    return ["azurerm_container_registry.this", "azurerm_key_vault.this", *pools]


def plan(arguments: list[str]) -> None:
    removal = "-destroy" in arguments
    out = next(each for each in arguments if each.startswith("-out="))
    Path(out.removeprefix("-out=")).write_text("destroy" if removal else "create")
    if APPLIED.exists() == removal:
        print("Plan: 1 to add, 0 to change, 0 to destroy.")
        sys.exit(CHANGED)
    print("No changes.")


def apply(plan_file: Path) -> None:
    if plan_file.read_text() == "destroy":
        APPLIED.unlink()
    else:
        APPLIED.touch()
    print("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.")
