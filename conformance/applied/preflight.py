"""What step 00 asks Azure before it applies, by the real az and terraform; a fault for each."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conformance.applied import specifications
from conformance.applied.command_line import login
from conformance.applied.terraform import settings
from conformance.azure import compute, journal
from conformance.azure.cloud import Cloud
from conformance.azure.kinds import registries, vaults
from conformance.azure.web import Server
from conformance.shared.commands import found, run
from conformance.shared.report import Report

SAMPLE = "two-regions"
# Too few for the nodes that two-regions begins with in a region: two of four and two of eight.
FEW = 10
GROUP = "/subscriptions/s/resourceGroups/g"


@dataclass(frozen=True)
class Plant:
    """A fault, what step 00 has to say of it, and the reason that makes it go on."""

    name: str
    plant: Callable[[Cloud], None]
    told: tuple[str, ...]
    check: str


def take_registry(cloud: Cloud) -> None:
    cloud.store.table(registries.TAKEN)["tworegionsacr"] = True


def take_vault(cloud: Cloud) -> None:
    cloud.store.table(vaults.TAKEN)["two-regions-kv"] = True


def delete_vault_elsewhere(cloud: Cloud) -> None:
    _delete_vault(cloud, "uksouth", protected=True)


def delete_vault_of_another_group(cloud: Cloud) -> None:
    _delete_vault(cloud, "westeurope", protected=False)


def _delete_vault(cloud: Cloud, place: str, *, protected: bool) -> None:
    cloud.store.table(vaults.DELETED)["two-regions-kv"] = {
        "id": f"{GROUP}/providers/Microsoft.KeyVault/vaults/two-regions-kv",
        "name": "two-regions-kv",
        "location": place,
        "properties": {"enablePurgeProtection": protected},
        "tags": {},
        "deleted": cloud.now(),
        "purge": cloud.now(),
    }


def restrict_zone(cloud: Cloud) -> None:
    cloud.store.table(compute.RESTRICTED)["northeurope"] = {"2": True}


def lower_quota(cloud: Cloud) -> None:
    cloud.settings.vcpu_quota = FEW


PLANTS = (
    Plant(
        "a registry's name that is taken",
        take_registry,
        ("tworegionsacr of the container registry is not available", "containerRegistry.name"),
        "NAMES",
    ),
    Plant(
        "a vault's name that is taken",
        take_vault,
        ("two-regions-kv of the Key Vault is not available", "azure.keyVault.name"),
        "NAMES",
    ),
    Plant(
        "a vault that was deleted in another region",
        delete_vault_elsewhere,
        ("that was deleted in uksouth", "azure.keyVault.name", "nobody can purge it earlier"),
        "NAMES",
    ),
    Plant(
        "a vault that was deleted in another resource group",
        delete_vault_of_another_group,
        ("deleted in westeurope, in resource group g.", "run az keyvault purge --subscription"),
        "NAMES",
    ),
    Plant(
        "a zone without the size",
        restrict_zone,
        (
            "in zone 2 of northeurope; it is in 1, 3",
            "zones of cluster two",
            "nodePools.user.vmSize",
        ),
        "SIZES",
    ),
    Plant(
        "a quota that is too small",
        lower_quota,
        (
            "standardDDSv5Family in westeurope: 24 vCPUs to begin with, 64 at full scale; "
            "the limit is 10, of which 0 are in use",
            "a limit of at least 24",
            "nodePools.system.minCount of cluster one",
        ),
        "QUOTA",
    ),
)


def judge(report: Report, work: Path) -> None:
    if not found("az"):
        report.skip("az", "run conformance/tools/install apply")
        return
    tree = specifications.generate(SAMPLE, (), work / "tree").parent
    server = Server(_made(work / "azure"))
    server.start()
    try:
        step = Step(report, server, tree, work / "home")
        _one_by_one(step, server.cloud)
        _all_at_once(step, server.cloud)
    finally:
        server.stop()
    faults = journal.faults(journal.read(work / "azure" / "journal.jsonl"))
    report.check("preflight: Azure has an answer for each request", not faults, *faults)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


class Step:
    """Step 00, which is stopped where it would apply: terraform's `apply` fails here."""

    def __init__(self, report: Report, server: Server, tree: Path, home: Path) -> None:
        self.report, self.tree = report, tree
        terraform, bash = shutil.which("terraform"), shutil.which("bash")
        home.mkdir()
        (home / "bin").mkdir()
        program = home / "bin" / "terraform"
        program.write_text(
            f'#!{bash}\n[[ " $* " != *" apply "* ]] || {{ echo APPLIES >&2; exit 3; }}\n'
            f'exec {terraform} "$@"\n'
        )
        program.chmod(0o755)
        own = {"PATH": f"{home / 'bin'}:{os.environ['PATH']}", **settings()}
        self.environment = {**os.environ, **login(report, server, home / "az"), **own}

    def run(self, **more: str) -> tuple[bool, str]:
        """Whether the step got as far as to apply, and what it said."""
        script = self.tree / "scripts" / "00-apply-terraform.sh"
        done = run("bash", script, env={**self.environment, **more})
        return "APPLIES" in done.text, done.text


def _one_by_one(step: Step, cloud: Cloud) -> None:
    applies, text = step.run()
    good = applies and "24 vCPUs to begin with, 64 at full scale" in text
    step.report.check("preflight: an empty subscription has nothing against the tree", good, text)
    for each in PLANTS:
        _plant(cloud, each)
        applies, text = step.run()
        told = all(part in text for part in each.told)
        name = f"preflight: {each.name} stops step 00 before it applies"
        step.report.check(name, told and not applies, text)
    _clear(cloud)


def _all_at_once(step: Step, cloud: Cloud) -> None:
    """All problems in one run, and each check can be skipped with a reason."""
    # One name, of which one thing can be true.
    others = (take_vault, delete_vault_of_another_group)
    chosen = [each for each in PLANTS if each.plant not in others]
    for each in chosen:
        each.plant(cloud)
    applies, text = step.run()
    told = all(part in text for each in chosen for part in each.told)
    step.report.check("preflight: all problems are told in one run", told and not applies, text)
    reasons = {f"MESH_SKIP_{each.check}": f"a test of {each.check}" for each in chosen}
    applies, text = step.run(**reasons)
    told = all(f"as {name} says: {reason}" in text for name, reason in reasons.items())
    step.report.check("preflight: each check can be skipped with a reason", told and applies, text)


def _plant(cloud: Cloud, plant: Plant) -> None:
    _clear(cloud)
    with cloud.lock:
        plant.plant(cloud)


def _clear(cloud: Cloud) -> None:
    with cloud.lock:
        for table in (registries.TAKEN, vaults.TAKEN, vaults.DELETED, compute.RESTRICTED):
            cloud.store.table(table).clear()
        cloud.settings.vcpu_quota = 1000
