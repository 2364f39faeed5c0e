"""Azure on a bad day: throttling, conflicts, errors, slow and failed operations, late roles."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.applied import findings, specifications
from conformance.applied.terraform import Terraform
from conformance.azure import journal
from conformance.azure.environment import variables
from conformance.azure.web import Server
from conformance.shared.report import Report

SAMPLE = "two-regions"
NETWORK = "module.cluster-two.azurerm_virtual_network.this"


@dataclass(frozen=True)
class Day:
    """What goes wrong, and whether the provider survives it or a second apply is needed."""

    name: str
    faults: tuple[dict[str, Any], ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    # What a first apply ends with; empty where the provider survives by itself.
    told: str = ""
    # What is made by halves is not in the state, so a second apply can't go on: a known fault.
    forgotten: bool = False
    # A change of the provider's settings.
    edit: tuple[str, str] | None = None


# https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/features-block
PERSIST = "persist_id_on_create_before_polling_for_completion"

_NET = "virtualNetworks/two-regions-two-vnet$"

_NO_ROOM = {"kind": "fail", "path": _NET, "code": "OutOfCapacity", "message": "No room left."}

DAYS = (
    Day("throttled three times", ({"kind": "throttle", "path": _NET, "times": 3},)),
    Day("an operation that takes eight seconds", ({"kind": "slow", "path": _NET, "seconds": 8},)),
    Day(
        "a token that ends every three seconds",
        ({"kind": "slow", "path": _NET, "seconds": 6},),
        {"token_lifetime": 3},
    ),
    Day(
        "another operation in progress",
        ({"kind": "conflict", "path": _NET, "times": 1},),
        told="AnotherOperationInProgress",
    ),
    Day("an error of Azure's own", ({"kind": "error", "path": _NET, "times": 1},)),
    Day("an operation that fails", (_NO_ROOM,), told="OutOfCapacity", forgotten=True),
    Day(
        "an operation that fails, with ids persisted before polling",
        (_NO_ROOM,),
        told="OutOfCapacity",
        edit=("features {", f"features {{\n    {PERSIST} = true"),
    ),
    Day(
        "a token that has been revoked",
        ({"kind": "expire", "path": _NET, "times": 1},),
        told="ExpiredAuthenticationToken",
    ),
)


def judge(report: Report, work: Path) -> None:
    source = specifications.generate(SAMPLE, (), work / "tree")
    first: Terraform | None = None
    for number, day in enumerate(DAYS):
        folder = work / str(number)
        first = _live(report, day, source, folder, first)


def _live(
    report: Report, day: Day, source: Path, folder: Path, first: Terraform | None
) -> Terraform:
    azure = folder / "azure"
    azure.mkdir(parents=True)
    server = Server(azure)
    server.cloud.settings.change(day.settings)
    for fault in day.faults:
        server.cloud.switches.plant(fault)
    server.start()
    try:
        terraform = Terraform(source, folder / "terraform", variables(server))
        if day.edit:
            providers = terraform.folder / "providers.tf"
            providers.write_text(providers.read_text().replace(*day.edit))
        if first is None:
            done = terraform.init()
            report.check("terraform init", done.succeeded, done.text)
        else:
            terraform.follow(first)
        _apply(report, day, terraform)
        left = [each for each in server.cloud.switches.show() if each["times"]]
        faults = journal.faults(journal.read(azure / "journal.jsonl"))
        report.check(f"{day.name}: it happened", not left and not faults, str(left), *faults)
    finally:
        server.stop()
    return first or terraform


def _apply(report: Report, day: Day, terraform: Terraform) -> None:
    done = terraform.apply(f"-target={NETWORK}")
    if not day.told:
        report.check(f"{day.name}: survived", done.succeeded, done.text)
        return
    told = done.code == 1 and day.told in done.text
    report.check(f"{day.name}: the first apply says {day.told}", told, done.text)
    again = terraform.apply(f"-target={NETWORK}")
    if day.forgotten:
        still = again.code == 1 and "already exists" in again.text
        findings.known(report, SAMPLE, findings.FORGOTTEN, still, again.text)
        return
    report.check(f"{day.name}: a second apply goes on", again.succeeded, again.text)
