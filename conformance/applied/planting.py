"""Each fault stops up.sh, which says what Azure said and what to do; after the fix it resumes.

A run of up.sh stops at one resource after another that Azure refuses once. Each such stop is where
some of the faults begin, so that no fault applies more of the tree than what it is about.
"""

import os
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from conformance.applied import specifications
from conformance.applied.command_line import login
from conformance.applied.planted import (
    CLUSTER,
    FAULTS,
    GROUP,
    NETWORK,
    NOTHING,
    SHARED,
    Edit,
    Fault,
)
from conformance.applied.terraform import PARALLEL, settings
from conformance.azure import journal
from conformance.azure.environment import variables
from conformance.azure.kinds import registries, vaults
from conformance.azure.web import Server
from conformance.shared.commands import Done, found, run
from conformance.shared.report import Report

SAMPLE = "two-regions"

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

# What Azure refuses once at each stop; the next stop has it.
STOPS = {
    SHARED: ("resourceGroups/two-regions-two-rg$", "vaults/two-regions-kv$", "/tworegionsacr$"),
    GROUP: ("resourceGroups/two-regions-two-rg$",),
    NETWORK: ("virtualNetworks/two-regions-two-vnet$",),
    CLUSTER: ("managedClusters/two-regions-two-aks$",),
    NOTHING: (),
}

# The provider waits for most of the time: a new resource group alone takes it twenty seconds.
AT_ONCE = 6
STEP = "00-apply-terraform"
RESUME = re.compile(
    r"^error: Step 00-apply-terraform failed at Azure .*: scripts/up\.sh --from 00$", re.MULTILINE
)
# `--preflight` shows what step 00 finds out by itself; here Azure is to refuse it.
SKIPPED = {f"MESH_SKIP_{each}": "Azure is asked" for each in ("NAMES", "SIZES", "QUOTA")}


@dataclass(frozen=True)
class Stand:
    """A tree and the Azure that it is applied to, as far as it is."""

    folder: Path

    @property
    def tree(self) -> Path:
        return self.folder / "tree"

    def copy(self, folder: Path) -> "Stand":
        shutil.copytree(self.folder, folder, symlinks=True)
        (folder / "azure" / "journal.jsonl").unlink(missing_ok=True)
        shutil.rmtree(folder / "tree" / ".work", ignore_errors=True)
        return Stand(folder)

    def started(self) -> Server:
        (self.folder / "azure").mkdir(exist_ok=True)
        server = Server(self.folder / "azure")
        server.start()
        return server

    def up(self, server: Server, *words: str, **more: str) -> Done:
        """Runs up.sh up to step 00. What its own run has just told Terraform isn't asked again."""
        own = {
            "TF_CLI_ARGS_plan": f"{PARALLEL} -refresh=false",
            "TF_CLI_ARGS_apply": PARALLEL,
            "MESH_WAIT_SECONDS": "1",
            "MESH_PAUSE_SECONDS": "1",
            # The login is copied with the rest.
            "AZURE_CONFIG_DIR": str(self.folder / "az" / "azure"),
            "AZURE_CORE_COLLECT_TELEMETRY": "false",
            **SKIPPED,
        }
        env = {**os.environ, **variables(server), **settings(), **own, **more}
        return run(self.tree / "scripts" / "up.sh", *words, "--to", "00", env=env)

    def faults(self) -> list[str]:
        return journal.faults(journal.read(self.folder / "azure" / "journal.jsonl"))


@dataclass(frozen=True)
class Outcome:
    """How a fault was met: what is wrong with that, and what was printed."""

    fault: Fault
    wrong: list[str]
    text: str
    seconds: float


def judge(report: Report, work: Path) -> None:
    if not found("az"):
        report.skip("az", "run conformance/tools/install apply")
        return
    stops = _stops(report, work)
    if stops is None:
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [
            pool.submit(_meet, fault, stops[fault.lacks].copy(work / f"fault-{number}"))
            for number, fault in enumerate(FAULTS)
            if re.search(os.environ.get("MESHGEN_FAULTS", ""), fault.name)
        ]
        for job in jobs:
            _tell(report, job.result())


def _tell(report: Report, outcome: Outcome) -> None:
    fault = outcome.fault
    how = "survived" if fault.is_survived else f"up.sh stops with {fault.code}, and resumes"
    text = f"{fault.name}: {how} ({outcome.seconds:.0f} s)"
    report.check(text, not outcome.wrong, outcome.text, *outcome.wrong)


def _stops(report: Report, work: Path) -> dict[str, Stand] | None:
    """One run of up.sh, stop by stop."""
    specifications.generate(SAMPLE, EVERYTHING, work / "run")
    stand = Stand(work / "run")
    server = stand.started()
    login(report, server, stand.folder / "az")
    server.stop()
    stops = {}
    for name, refused in STOPS.items():
        server = stand.started()
        for path in refused:
            server.cloud.switches.plant({"kind": "conflict", "path": path})
        done = stand.up(server)
        server.stop()
        stopped = "AnotherOperationInProgress" in done.err and RESUME.search(done.err)
        good = stopped if refused else done.succeeded and "All 2 clusters exist." in done.out
        if not report.check(f"up.sh, until only this lacks: {name}", good, done.text):
            return None
        stops[name] = stand.copy(work / f"lacks-{name}")
    return stops


def _meet(fault: Fault, stand: Stand) -> Outcome:
    """Plants the fault, runs up.sh, fixes the fault, and runs up.sh again."""
    start = time.monotonic()
    terraform = stand.tree / "terraform"
    _edit(terraform, fault, fault.stays)
    before = {each: (terraform / each).read_text(encoding="utf-8") for each, *_ in fault.edits}
    _edit(terraform, fault, fault.edits)
    more = {"MESH_ALLOW_DESTROY": "yes"} if fault.destroys else {}
    server = stand.started()
    try:
        _plant(server, fault)
        patience = {"MESH_WAIT_SECONDS": "300"} if fault.is_survived else {}
        first = stand.up(server, "--from", "00", **more, **patience)
        wrong = _wrong(fault, first, stand)
        wrong += [f"not met: {each}" for each in server.cloud.switches.show() if each["times"]]
        for name, text in before.items():
            (terraform / name).write_text(text, encoding="utf-8")
        _clear(server, fault)
        runs = [stand.up(server, "--from", "00", **more)]
        while not runs[-1].succeeded and len(runs) < fault.resumes:
            runs.append(stand.up(server, "--from", "00", **more))
    finally:
        server.stop()
    ends = ("All 2 clusters exist.", "Nothing to change.")
    if not runs[-1].succeeded or not any(each in runs[-1].out for each in ends):
        wrong.append("after the fix up.sh does not end with everything there")
    text = "\n--- after the fix\n".join(each.text for each in (first, *runs))
    return Outcome(fault, wrong + stand.faults(), text, time.monotonic() - start)


def _wrong(fault: Fault, done: Done, stand: Stand) -> list[str]:
    """What a run that meets the fault should have said or done, and has not."""
    remembered = stand.tree / ".work" / "stopped-at"
    shown = re.search(rf"\b{re.escape(fault.code)}\b", done.err) is not None
    if fault.is_survived:
        facts = {
            "it is survived": done.succeeded,
            f"it says: {fault.advice}": fault.advice in done.err,
            f"it shows {fault.code}": not fault.advice or shown,
        }
    else:
        facts = {
            "up.sh fails": not done.succeeded,
            f"it shows {fault.code}": shown,
            "it says how to resume": RESUME.search(done.err) is not None,
            f"it says: {fault.advice}": fault.advice in done.err,
            "it remembers the step": remembered.exists()
            and remembered.read_text().startswith(f"{STEP}\n"),
        }
    return [f"not so: {name}" for name, holds in facts.items() if not holds]


def _plant(server: Server, fault: Fault) -> None:
    server.cloud.settings.change(fault.settings)
    for part, table in (("vaults", vaults.TAKEN), ("registries", registries.TAKEN)):
        names = fault.taken.get(part, ())
        server.cloud.store.table(table).update(dict.fromkeys(names, True))
    for each in fault.switches:
        server.cloud.switches.plant(dict(each))


def _clear(server: Server, fault: Fault) -> None:
    """Another Azure than before: of a mishap nothing is left."""
    fresh = type(server.cloud.settings)()
    server.cloud.settings.change({name: getattr(fresh, name) for name in fault.settings})
    for table in (vaults.TAKEN, registries.TAKEN):
        server.cloud.store.table(table).clear()


def _edit(folder: Path, fault: Fault, edits: tuple[Edit, ...]) -> None:
    for name, old, new in edits:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        if old not in text:
            raise specifications.SampleError(f"{fault.name}: {name} lacks {old!r}")
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
