"""Azure on a bad day: throttling, conflicts, errors, slow and failed operations, late roles."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.applied import specifications
from conformance.applied.terraform import Terraform
from conformance.azure import journal
from conformance.azure.environment import variables
from conformance.azure.web import Server
from conformance.shared.report import Report

GROUP = "module.cluster-two.azurerm_resource_group.this"
NETWORK = "module.cluster-two.azurerm_virtual_network.this"


@dataclass(frozen=True)
class Day:
    """What goes wrong, and whether the provider survives it or a second apply is needed."""

    name: str
    faults: tuple[dict[str, Any], ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    # What a first apply ends with; empty where the provider survives by itself.
    told: str = ""
    target: str = NETWORK


_NET = "virtualNetworks/two-regions-two-vnet$"

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
    Day(
        "an error of Azure's own",
        ({"kind": "error", "path": _NET, "times": 1},),
        told="InternalServerError",
    ),
    Day(
        "an operation that fails",
        ({"kind": "fail", "path": _NET, "code": "OutOfCapacity", "message": "No room left."},),
        told="OutOfCapacity",
    ),
    Day(
        "a token that has been revoked",
        ({"kind": "expire", "path": _NET, "times": 1},),
        told="ExpiredAuthenticationToken",
    ),
)


def judge(report: Report, work: Path) -> None:
    source = specifications.generate("two-regions", (), work / "tree")
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
    done = terraform.apply(f"-target={day.target}")
    if not day.told:
        report.check(f"{day.name}: survived", done.succeeded, done.text)
        return
    told = done.code == 1 and day.told in done.text
    report.check(f"{day.name}: the first apply says {day.told}", told, done.text)
    again = terraform.apply(f"-target={day.target}")
    report.check(f"{day.name}: a second apply goes on", again.succeeded, again.text)
