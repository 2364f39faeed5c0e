"""Rehearses each tree in a network and with processes of its own."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from conformance.shared import places
from conformance.shared.commands import found, must
from conformance.shared.report import Report
from conformance.steps import (
    callers,
    calls,
    command_lines,
    entrance,
    faults,
    leftovers,
    runbook,
    sandbox,
    secrecy,
    trust,
)
from conformance.steps.beside import run_beside
from conformance.steps.share import Share, shares_of
from conformance.steps.stage import Stage

TOOLS = [
    *["az", "csi-mount", "curl", "envoy", "etcd", "ip", "iptables", "istioctl", "jq"],
    *["kube-apiserver", "kube-controller-manager", "kubectl", "openssl", "pilot-agent"],
    *["pilot-discovery", "setpriv", "terraform", "unshare"],
]
MAIN = "two-regions"
# Two are as many as two processors take.
AT_ONCE = 2


def main(arguments: list[str]) -> int:
    places.use_installed_tools()
    if missing := missing_tools():
        return skipped("rehearsal", missing)
    sandbox.end_when_told()
    trees = [Path(each).resolve() for each in arguments] or default_trees()
    if inside := sandbox.inside():
        return rehearse(trees[0], Share(**json.loads(inside)))
    # From a fresh clone it is built first: in there is no network to get what that needs.
    must(places.MESHGEN, "--version")
    programs = [
        sandbox.alone("rehearsal", str(tree), inside=json.dumps(asdict(share)))
        for tree, share in shares_of(trees)
    ]
    codes = run_beside(programs, AT_ONCE)
    return 1 if any(codes) else 0


def skipped(name: str, missing: list[str]) -> int:
    report = Report(name)
    why = f"the steps are not rehearsed; run conformance/tools/install {name}"
    report.skip(", ".join(missing), why)
    return report.close()


def missing_tools() -> list[str]:
    missing = [each for each in TOOLS if not found(each)]
    files = [places.crds(), places.envoy_bootstrap()]
    if places.tools_are_required():
        files.append(places.oldest_az())
    missing += [str(each) for each in files if not each.exists()]
    if os.geteuid() != 0:
        missing.append("root's rights")
    return missing


def default_trees() -> list[Path]:
    """The main sample, which shows the most, then the others, the smallest first."""
    trees = [each.parent for each in (places.PROJECT / "out").glob("*/scripts")]

    def place(tree: Path) -> tuple[bool, int, str]:
        return tree.name != MAIN, len(list((tree / "clusters").iterdir())), tree.name

    return sorted(trees, key=place)


def rehearse(tree: Path, share: Share) -> int:
    def played(report: Report, home: Path) -> None:
        play(Stage(report, tree, home, simulated=share.whole), share)

    return sandbox.report_of(tree.name, played)


def play(stage: Stage, share: Share) -> None:
    try:
        stage.set()
        if not play_in_azure(stage, share):
            return
    finally:
        stage.strike()
        if stage.report.failures:
            stage.show_logs()
    if share.whole:
        command_lines.every_az_command_was_seen(stage)
        command_lines.oldest_az_parses(stage)
    else:
        command_lines.az_parses(stage)


def play_in_azure(stage: Stage, share: Share) -> bool:
    try:
        if not play_steps(stage, share):
            return False
        runbook.follow(stage, share)
        secrecy.no_secret_shows(stage)
    finally:
        stage.subscription.close()
    return True


def play_steps(stage: Stage, share: Share) -> bool:
    if not share.whole:
        failing = f"steps that fail: {', '.join(share.failing) or 'none'}"
        stage.report.say(f"note: the first tree shows the rest; {failing}")
    if share.whole:
        faults.refuse_bad_conditions(stage)
    if not faults.run_all_steps(stage, set(share.failing)):
        return False
    secrecy.mounts_are_what_was_issued(stage)
    calls.nobody_calls_around_the_mesh(stage)
    callers.only_callers_are_let_in(stage)
    entrance.paths_end_where_they_should(stage)
    if share.whole:
        calls.calls_need_the_mesh(stage)
        leftovers.what_left_goes(stage)
        faults.need_only_what_is_run(stage)
        trust.a_foreign_root_is_noticed(stage)
        faults.refuse_a_cluster_that_hangs(stage)
        faults.get_istioctl(stage)
        faults.refuse_destruction(stage)
        faults.refuse_cilium_before_the_proxies(stage)
    else:  # The first tree takes long enough.
        entrance.gateways_that_leave_serve_on(stage)
    return True
