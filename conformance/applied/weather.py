"""Azure on a bad day: throttling, conflicts, errors, slow and failed operations, late roles."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.applied import command_line, specifications
from conformance.applied.terraform import Terraform, settings
from conformance.azure import journal
from conformance.azure.environment import variables
from conformance.azure.web import Server
from conformance.shared.commands import found, run
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
    # What is made by halves is not in the state, so a second apply can't go on.
    forgotten: bool = False
    # A change of the tree's settings of the provider.
    edit: tuple[str, str] | None = None


# https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/features-block
PERSIST = "persist_id_on_create_before_polling_for_completion"

_NET = "virtualNetworks/two-regions-two-vnet$"

# The quickest tree: one cluster that exposes nothing.
ONE_CLUSTER = (
    ("  - name: two\n    region: northeurope\n    network: {addressSpace: 10.53.0.0/16}\n", ""),
    ("    ingress: {cluster: one, host: echo.contoso.example, tls: endToEnd}\n", ""),
)

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
    Day("an operation that fails", (_NO_ROOM,), told="OutOfCapacity"),
    # Proves that the check above can fail.
    Day(
        "an operation that fails, with ids persisted after polling only",
        (_NO_ROOM,),
        told="OutOfCapacity",
        forgotten=True,
        edit=(f"{PERSIST} = true", f"{PERSIST} = false"),
    ),
    Day(
        "a token that has been revoked",
        ({"kind": "expire", "path": _NET, "times": 1},),
        told="ExpiredAuthenticationToken",
    ),
)


def judge(report: Report, work: Path) -> None:
    _late_roles(report, work / "late")
    source = specifications.generate(SAMPLE, (), work / "tree")
    first: Terraform | None = None
    for number, day in enumerate(DAYS):
        folder = work / str(number)
        first = _live(report, day, source, folder, first)


def _late_roles(report: Report, work: Path) -> None:
    """Roles without effect for a while: step 00 goes on by itself, and says why it waits."""
    if not found("az"):
        report.skip("late roles", "run conformance/tools/install apply")
        return
    tree = specifications.generate(SAMPLE, ONE_CLUSTER, work).parent
    azure = work / "azure"
    azure.mkdir()
    server = Server(azure)
    server.cloud.settings.change({"role_delay": 60})
    server.start()
    try:
        own = {**command_line.login(report, server, work / "az"), **settings()}
        environment = {**os.environ, **own}
        script = tree / "scripts" / "00-apply-terraform.sh"
        done = run(script, env=environment, cwd=tree)
        report.check("late roles: step 00 succeeds", done.succeeded, done.text)
        told = "A role that was just assigned has no effect yet: trying again." in done.err
        refused = "CustomKubeletIdentityMissingPermissionError" in done.err
        report.check("late roles: Azure refused at first, and the step says so", told and refused)
        again = run(script, env=environment, cwd=tree)
        quiet = again.succeeded and "Nothing to change." in again.out
        report.check("late roles: a second run changes nothing", quiet, again.text)
    finally:
        server.stop()


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
            before = providers.read_text()
            providers.write_text(before.replace(*day.edit))
            report.check(f"{day.name}: the edit", providers.read_text() != before)
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
        report.check(f"{day.name}: a second apply stops at what is there", still, again.text)
        return
    report.check(f"{day.name}: a second apply goes on", again.succeeded, again.text)
