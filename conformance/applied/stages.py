"""A sample from an empty subscription to an empty subscription.

Most of the time the provider waits: it reads several times over whether something is there, or
gone. So the tree is destroyed in one Azure while a copy of that Azure answers everything else.
"""

import json
import os
import re
import shutil
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from conformance.applied import changes, command_line, identities, replacements, specifications
from conformance.applied.changes import Expected
from conformance.applied.terraform import Plan, Terraform
from conformance.azure import journal
from conformance.azure.environment import variables
from conformance.azure.kinds import clusters
from conformance.azure.kinds.pools import POOL
from conformance.azure.web import Server
from conformance.shared import places
from conformance.shared.commands import Done, found, run
from conformance.shared.report import Report

# Terraform keeps a core busy while it starts and plans.
AT_ONCE = 2


@dataclass(frozen=True)
class Stage:
    """A simulated Azure, and the tree that is applied to it."""

    report: Report
    sample: str
    folder: Path
    server: Server
    terraform: Terraform

    def check(self, text: str, holds: object, *details: str) -> bool:
        return self.report.check(f"{self.sample}: {text}", holds, *details)

    def copy(self, folder: Path) -> "Stage":
        """The same once more: what happens to one of them is nothing to the other."""
        with self.server.cloud.lock:
            self.server.cloud.store.save()
            shutil.copytree(self.folder / "azure", folder / "azure")
        (folder / "azure" / "journal.jsonl").unlink()
        server = started(folder / "azure")
        terraform = Terraform(self.terraform.folder, folder / "terraform", variables(server))
        return Stage(self.report, self.sample, folder, server, terraform)

    def close(self) -> None:
        self.server.stop()
        faults = journal.faults(journal.read(self.folder / "azure" / "journal.jsonl"))
        name = self.folder.name
        self.check(f"{name}: Azure has an answer for each request", not faults, *faults[:10])


def started(folder: Path) -> Server:
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder)
    server.start()
    return server


def play(report: Report, sample: str, work: Path) -> None:
    source = specifications.generate(sample, (), work / "tree")
    server = started(work / "applied" / "azure")
    terraform = Terraform(source, work / "applied" / "terraform", variables(server))
    stage = Stage(report, sample, work / "applied", server, terraform)
    try:
        if _apply(stage):
            _go_on(stage, work)
    finally:
        stage.close()


def _apply(stage: Stage) -> bool:
    start = time.monotonic()
    done = stage.terraform.init()
    if not stage.check("terraform init", done.succeeded, done.text):
        return False
    done = stage.terraform.apply()
    count = len(stage.terraform.resources())
    text = f"terraform apply from nothing, {count} resources ({_since(start)})"
    return stage.check(text, done.succeeded and count > 0, done.text)


def _go_on(stage: Stage, work: Path) -> None:
    """Destroys the tree; a copy answers what is asked of an applied tree meanwhile."""
    copy = stage.copy(work / "copy")
    with ThreadPoolExecutor(1) as pool:
        start = time.monotonic()
        destroyed = pool.submit(stage.terraform.destroy)
        try:
            _quiet(copy, "a second plan")
            outputs = copy.terraform.output()
            identities.judge(stage.report, stage.sample, copy.server.cloud, outputs)
            _changes(copy, work)
            command_line.judge(stage.report, copy.server, outputs, work / "az")
            _quiet(copy, "a plan after the scripts' az commands")
            _patched(copy)
            _upgraded(copy, work)
        finally:
            copy.close()
        _destroyed(stage, destroyed, start)


def _since(start: float) -> str:
    return f"{time.monotonic() - start:.0f} s"


def _quiet(stage: Stage, what: str) -> None:
    start = time.monotonic()
    plan = stage.terraform.plan()
    stage.check(f"{what} is empty ({_since(start)})", plan.is_empty, plan.text)


def _patched(stage: Stage) -> None:
    """What Azure did by itself in the meantime is no change, unless Terraform minds it."""
    with stage.server.cloud.lock:
        clusters.patch(stage.server.cloud)
        clusters.defend(stage.server.cloud)
    _quiet(stage, "a plan after AKS's own patch upgrade and Defender's own provisioning")
    module = stage.terraform.folder / "modules/cluster/kubernetes.tf"
    before = module.read_text()
    ignored = r"(?m)^ *(default_node_pool\[0\]\.orchestr|kubern|microsoft_def)\w+,\n"
    module.write_text(re.sub(ignored, "", before))
    plan = stage.terraform.plan()
    module.write_text(before)
    touched = {each.address.rsplit(".", 2)[-2] for each in plan.changes}
    text = "without ignore_changes, a plan after AKS's own patch upgrade sets versions back"
    stage.check(text, touched == {"azurerm_kubernetes_cluster"}, plan.text)
    name = "microsoft_defender"
    removed = [each for each in plan.changes if each.before.get(name) and not each.after.get(name)]
    stage.check("and removes Defender's profile", len(removed) == len(plan.changes), plan.text)


def _upgraded(stage: Stage, work: Path) -> None:
    """The script raises the minor version, and Terraform has nothing to add."""
    if stage.sample != changes.TWO_REGIONS.name or not found("az"):
        return
    tree = specifications.generate(stage.sample, changes.MINOR, work / "minor").parent
    own = command_line.login(stage.report, stage.server, work / "minor-az")
    script = tree / "scripts" / "upgrade-kubernetes.sh"
    for text in ("It runs 1.36.", "already."):
        done = run(script, cwd=tree, env={**os.environ, **own})
        found_all = done.out.count(text) == len(changes.TWO_REGIONS.clusters)
        stage.check(f"upgrade-kubernetes.sh: {text}", done.succeeded and found_all, done.text)
    _stopped_half_way(stage)
    done = run(script, cwd=tree, env={**os.environ, **own})
    completed = done.succeeded and done.out.count("already.") == 1
    stage.check("upgrade-kubernetes.sh: an upgrade that stopped is completed", completed, done.text)
    versions = {
        each.properties["currentOrchestratorVersion"].rsplit(".", 1)[0]
        for each in stage.server.cloud.store.of_type(POOL)
    }
    stage.check("upgrade-kubernetes.sh: every pool is upgraded", versions == {"1.36"})
    _quiet(stage, "a plan after the upgrade")


def _stopped_half_way(stage: Stage) -> None:
    """One pool is left behind its control plane."""
    with stage.server.cloud.lock:
        pool = stage.server.cloud.store.of_type(POOL)[0]
        for each in ("orchestratorVersion", "currentOrchestratorVersion"):
            pool.properties[each] = "1.35.1"
        stage.server.cloud.store.put(pool)


def _changes(stage: Stage, work: Path) -> None:
    sample = changes.SAMPLES.get(stage.sample)
    if sample is None:
        return
    sample_file = places.PROJECT / "samples" / stage.sample / "mesh.yaml"
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [
            (change, pool.submit(_planned, stage, change, work / f"change-{number}"))
            for number, change in enumerate(sample.changes)
        ]
        for number, (change, job) in enumerate(jobs):
            plan = job.result()
            faults = change.faults(plan)
            text = f"plan for {change.name}: {json.dumps(_counts(plan))}"
            stage.check(text, not faults, "\n".join(faults))
            said = replacements.predicted(sample_file, work / f"change-{number}" / "mesh.yaml")
            wrong = replacements.faults(plan, said)
            stage.check(f"meshgen diff says what {change.name} replaces", not wrong, *wrong[:20])
    for number, change in enumerate(sample.changes):
        if change.refused:
            _refused(stage.copy(work / f"refusal-{number}"), change, work / f"change-{number}")


def _refused(copy: Stage, change: Expected, folder: Path) -> None:
    """A change that Azure doesn't make, tried on an Azure that nothing else is asked of."""
    other = Terraform(
        folder / "tree" / "terraform", copy.folder / "changed", copy.terraform.environment
    )
    other.follow(copy.terraform)
    done = other.apply("-refresh=false")
    text = f"Azure refuses {change.name}: {change.refused}"
    copy.check(text, done.code == 1 and change.refused in done.text, done.text)
    copy.close()


def _planned(stage: Stage, change: Expected, folder: Path) -> Plan:
    source = specifications.generate(stage.sample, change.edits, folder)
    other = Terraform(source, folder / "terraform", stage.terraform.environment)
    other.follow(stage.terraform)
    other.init()
    return other.plan("-refresh=false")


def _counts(plan: Plan) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in sorted(plan.changes, key=lambda each: each.action):
        found[each.action] = found.get(each.action, 0) + 1
    return found


def _destroyed(stage: Stage, destroyed: Future[Done], start: float) -> None:
    done = destroyed.result()
    left = [each.id for each in stage.server.cloud.store]
    text = f"terraform destroy leaves nothing ({_since(start)})"
    stage.check(text, done.succeeded and not left, done.text, "\n".join(left))
