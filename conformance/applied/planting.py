"""Plants each fault in a copy of the tree, and applies no more than what it takes to meet it."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from conformance.applied import specifications
from conformance.applied.planted import FAULTS, NETWORKS, NOTHING, READY, Fault
from conformance.applied.terraform import Terraform
from conformance.azure import journal
from conformance.azure.environment import variables
from conformance.azure.kinds import registries, vaults
from conformance.azure.web import Server
from conformance.shared.report import Report

SAMPLE = "two-regions"
_MODULE = "module.cluster-two"

# Cluster two has what it could have.
EVERYTHING = (
    (
        "    tags: {environment: demo}\n",
        "    tags: {environment: demo}\n    bastion: {enabled: true}\n",
    ),
    (
        "    network: {addressSpace: 10.53.0.0/16}\n",
        "    network: {addressSpace: 10.53.0.0/16}\n    applicationGateway: {enabled: true}\n",
    ),
)

# What each base holds; the later ones stand on the earlier ones.
BASES = {
    NOTHING: (),
    NETWORKS: (f"{_MODULE}.azurerm_virtual_network.this",),
    READY: (
        f"{_MODULE}.azurerm_resource_group.this",
        f"{_MODULE}.azurerm_public_ip.application_gateway",
        f"{_MODULE}.azurerm_user_assigned_identity.cluster",
        f"{_MODULE}.azurerm_user_assigned_identity.kubelet",
        f"{_MODULE}.azurerm_user_assigned_identity.application_gateway",
        f"{_MODULE}.azurerm_web_application_firewall_policy.this",
        f"{_MODULE}.azurerm_network_security_group.this",
        f"{_MODULE}.azurerm_virtual_network.this",
        "module.region-northeurope.azurerm_log_analytics_workspace.this",
    ),
}

# The provider waits for most of the time: a new resource group alone takes it twenty seconds.
AT_ONCE = 6


@dataclass(frozen=True)
class Base:
    """A tree that is applied as far as faults need it."""

    terraform: Terraform
    azure: Path


@dataclass(frozen=True)
class Outcome:
    """How a fault was met."""

    fault: Fault
    text: str
    refused: bool
    faults: list[str]
    seconds: float

    @property
    def holds(self) -> bool:
        return self.refused and f"{self.fault.code}:" in self.text and not self.faults


def judge(report: Report, work: Path) -> None:
    source = specifications.generate(SAMPLE, EVERYTHING, work / "tree")
    bases = {name: _base(report, source, work / name, BASES[name]) for name in BASES}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [
            pool.submit(_plant, fault, source, bases[fault.base], work / f"fault-{number}")
            for number, fault in enumerate(FAULTS)
        ]
        for job in jobs:
            _tell(report, job.result())


def _tell(report: Report, outcome: Outcome) -> None:
    text = f"{outcome.fault.name}: {outcome.fault.code} ({outcome.seconds:.0f} s)"
    report.check(text, outcome.holds, outcome.text, *outcome.faults)


def _base(report: Report, source: Path, folder: Path, targets: tuple[str, ...]) -> Base:
    azure = folder / "azure"
    azure.mkdir(parents=True)
    server = Server(azure)
    server.start()
    try:
        terraform = Terraform(source, folder / "terraform", variables(server))
        done = terraform.init()
        if targets and done.succeeded:
            done = terraform.apply(*(f"-target={each}" for each in targets))
        report.check(f"what is there beforehand: {folder.name}", done.succeeded, done.text)
    finally:
        server.stop()
    return Base(terraform, azure)


def _plant(fault: Fault, source: Path, base: Base, folder: Path) -> Outcome:
    start = time.monotonic()
    folder.mkdir()
    shutil.copytree(base.azure, folder / "azure")
    (folder / "azure" / "journal.jsonl").unlink(missing_ok=True)
    server = Server(folder / "azure")
    server.cloud.settings.change(fault.settings)
    for part, table in (("vaults", vaults.TAKEN), ("registries", registries.TAKEN)):
        names = fault.taken.get(part, ())
        server.cloud.store.table(table).update(dict.fromkeys(names, True))
    server.start()
    try:
        terraform = Terraform(source, folder / "terraform", variables(server))
        terraform.follow(base.terraform)
        _edit(terraform.folder, fault)
        done = terraform.apply(f"-target={fault.target}")
        faults = journal.faults(journal.read(folder / "azure" / "journal.jsonl"))
    finally:
        server.stop()
    return Outcome(fault, done.text, done.code == 1, faults, time.monotonic() - start)


def _edit(folder: Path, fault: Fault) -> None:
    for name, old, new in fault.edits:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        if old not in text:
            raise specifications.SampleError(f"{fault.name}: {name} lacks {old!r}")
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
