"""A sample from an empty subscription to an empty subscription."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

from conformance.applied import changes, command_line, findings, identities, specifications
from conformance.applied.terraform import Plan, Terraform
from conformance.azure import journal
from conformance.azure.environment import variables
from conformance.azure.kinds import clusters
from conformance.azure.web import Server
from conformance.shared.report import Report


@dataclass
class Stage:
    """A simulated Azure, and the tree that is applied to it."""

    report: Report
    work: Path
    server: Server
    terraform: Terraform
    sample: str

    def timed(self, text: str, start: float) -> str:
        return f"{self.sample}: {text} ({time.monotonic() - start:.0f} s)"

    def faults(self) -> list[str]:
        return journal.faults(journal.read(self.work / "azure" / "journal.jsonl"))


def play(report: Report, sample: str, work: Path) -> None:
    azure = work / "azure"
    azure.mkdir()
    server = Server(azure)
    server.start()
    source = specifications.generate(sample, (), work / "tree")
    terraform = Terraform(source, work / "terraform", variables(server))
    stage = Stage(report, work, server, terraform, sample)
    try:
        if _apply(stage):
            _quiet(stage, "a second plan")
            identities.judge(report, sample, server.cloud)
            command_line.judge(report, server, terraform.output(), work / "az")
            _quiet(stage, "a plan after the scripts' az commands")
            _patched(stage)
            _changes(stage)
            _destroy(stage)
        faults = stage.faults()
        report.check(f"{sample}: Azure has an answer for each request", not faults, *faults[:10])
    finally:
        server.stop()


def _apply(stage: Stage) -> bool:
    start = time.monotonic()
    done = stage.terraform.init()
    if not stage.report.check(f"{stage.sample}: terraform init", done.succeeded, done.text):
        return False
    done = stage.terraform.apply()
    count = len(stage.terraform.resources())
    text = stage.timed(f"terraform apply from nothing, {count} resources", start)
    return stage.report.check(text, done.succeeded and count > 0, done.text)


def _quiet(stage: Stage, what: str) -> None:
    start = time.monotonic()
    plan = stage.terraform.plan()
    stage.report.check(stage.timed(f"{what} is empty", start), plan.is_empty, plan.text)


def _patched(stage: Stage) -> None:
    """AKS's own patch upgrade in the meantime, and back."""
    kept = (stage.terraform.folder / "terraform.tfstate").read_text()
    with stage.server.cloud.lock:
        clusters.patch(stage.server.cloud)
    plan = stage.terraform.plan()
    touched = {each.address.rsplit(".", 2)[-2] for each in plan.changes}
    is_noise = touched == {"azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"}
    updates = all(each.action == "update" for each in plan.changes)
    findings.known(stage.report, stage.sample, findings.PATCH, is_noise and updates, plan.text)
    (stage.terraform.folder / "terraform.tfstate").write_text(kept)


def _changes(stage: Stage) -> None:
    sample = changes.SAMPLES.get(stage.sample)
    for number, change in enumerate(sample.changes if sample else ()):
        start = time.monotonic()
        folder = stage.work / f"change-{number}"
        source = specifications.generate(stage.sample, change.edits, folder)
        plan = _planned(stage, source, folder / "terraform")
        faults = change.faults(plan)
        counts = json.dumps(_counts(plan))
        text = stage.timed(f"plan for {change.name}: {counts}", start)
        stage.report.check(text, not faults, "\n".join(faults))


def _planned(stage: Stage, source: Path, folder: Path) -> Plan:
    other = Terraform(source, folder, stage.terraform.environment)
    other.follow(stage.terraform)
    other.init()
    return other.plan("-refresh=false")


def _counts(plan: Plan) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in plan.changes:
        found[each.action] = found.get(each.action, 0) + 1
    return found


def _destroy(stage: Stage) -> None:
    start = time.monotonic()
    done = stage.terraform.destroy()
    left = [each.id for each in stage.server.cloud.store]
    text = stage.timed("terraform destroy leaves nothing", start)
    stage.report.check(text, done.succeeded and not left, done.text, "\n".join(left))
