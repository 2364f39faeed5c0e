"""A mesh that has certificates of Istio's own tool is taken over, then gets a company's root.

Calls cross all the time: a caller of its own makes them, whatever else is done.
"""

import json
import time
from pathlib import Path

from conformance.lab.api import Item
from conformance.objects.reading import read_objects
from conformance.shared import places
from conformance.shared.api_server import until
from conformance.shared.commands import CommandError, found, must, run
from conformance.shared.report import Report
from conformance.standins.recording import PAUSE
from conformance.steps import sandbox
from conformance.steps.beside import run_beside
from conformance.steps.calls import call_everything
from conformance.steps.check import MAIN, missing_tools, skipped
from conformance.steps.runbook import store_roots
from conformance.steps.secrecy import mounts_are_what_was_issued
from conformance.steps.stage import FAST_KEYS, Stage
from conformance.steps.trust import every_cluster_trusts

EXTERNAL = FAST_KEYS.replace("{", "{root: external, ")
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
DAYS = ("-days", "3650")
SIGN = """#!/bin/sh
exec openssl x509 -req -CA "{folder}/next.pem" -CAkey "{folder}/next-key.pem" -days 700 \\
    -copy_extensions copyall -extfile "{folder}/identifiers"
"""
ANSWERED = "answered"
TOLD_OF_A_PROXY = 40
SECONDS_BETWEEN_LOGS = 2
# The first call waits for the proxy.
CALLS = f"""
call() {{ curl --globoff -sS --fail --output /dev/null --max-time 10 "$@" "$URL"; }}
call --retry 40 --retry-delay 3 --retry-all-errors
while :; do
  if call; then echo {ANSWERED}; else echo "failed: $? at $(date -u +%T)"; fi
  sleep 0.2
done
"""


def main() -> int:
    places.use_installed_tools()
    if missing := missing_programs():
        return skipped("takeover", missing)
    sandbox.end_when_told()
    if not sandbox.inside():
        must(places.MESHGEN, "--version")
        (code,) = run_beside([sandbox.alone("takeover", inside="takeover")], 1)
        return code
    return sandbox.report_of("takeover", take_over)


def missing_programs() -> list[str]:
    missing = missing_tools()
    if not found("make"):
        missing.append("make")
    if not places.istio_makefile().exists():
        missing.append(str(places.istio_makefile()))
    return missing


def take_over(report: Report, home: Path) -> None:
    stage = Stage(report, places.PROJECT / "out" / MAIN, home, simulated=False)
    try:
        stage.subscription.open()
        stage.put_programs()
        adopt(stage)
        stage.follow_azure()
        stage.step(text="up.sh runs all steps")
        mounts_are_what_was_issued(stage)
        call_everything(stage, "under the root of Istio's tool")
        with Caller(stage) as caller:
            # Each cluster's driver brings every state that Key Vault has in between.
            stage.env[PAUSE] = "4"
            rotate(stage, caller)
        call_everything(stage, "under the company's root")
    finally:
        stage.subscription.close()
        stage.strike()
        if report.failures:
            stage.show_logs()


def meshgen(stage: Stage, *words: str | Path) -> None:
    done = run("meshgen", *words, stage.spec, env=stage.env, cwd=stage.home)
    stage.output += done.text
    told = " ".join(str(each) for each in words[:4])
    if not stage.check(f"meshgen {told}", done.succeeded, done.text):
        raise CommandError("Nothing can go on without it.")


def adopt(stage: Stage) -> None:
    """The first cluster has an intermediate; the others get theirs under the same root."""
    folder = stage.home / "istio"
    folder.mkdir(mode=0o700)
    first, *others = stage.clusters
    make_istio_pki(folder, first)
    own = f"{first}={folder / first / 'cert-chain.pem'},{folder / first / 'ca-key.pem'}"
    root = ("--root-cert", folder / "root-cert.pem", "--root-key", folder / "root-key.pem")
    meshgen(stage, "ca", "adopt", *root, "--intermediate", own)
    meshgen(stage, "ca", "issue")
    meshgen(stage, "ca", "verify")
    pki = stage.tree / "pki"
    for cluster in (first, *others):
        chain = ("-untrusted", pki / cluster / "cert-chain.pem", pki / cluster / "ca-cert.pem")
        done = run("openssl", "verify", "-CAfile", folder / "root-cert.pem", *chain)
        stage.check(f"{cluster} is under the root of Istio's tool", done.succeeded, done.text)


def make_istio_pki(folder: Path, cluster: str) -> None:
    """A root, then an intermediate for as many days: it ends later."""
    make = ("make", "--file", places.istio_makefile())
    must(*make, "root-ca", cwd=folder)
    time.sleep(1.1)
    must(*make, f"{cluster}-cacerts", cwd=folder)


def rotate(stage: Stage, caller: "Caller") -> None:
    """To a root whose key meshgen never sees."""
    folder = stage.home / "company"
    folder.mkdir(mode=0o700)
    make_company(folder)
    stage.spec.write_text(stage.spec.read_text().replace(FAST_KEYS, EXTERNAL))
    meshgen(stage, "ca", "import", "root", folder / "next.pem")
    roll_out(stage, caller, "trust-both")
    meshgen(stage, "ca", "request", "root", "--sign-command", folder / "sign")
    meshgen(stage, "ca", "rotate", "root", "--step", "new-intermediates")
    roll_out(stage, caller, "new-intermediates")
    meshgen(stage, "ca", "rotate", "root", "--step", "new-only")
    roll_out(stage, caller, "new-only")
    meshgen(stage, "ca", "verify")
    only = stage.tree / "pki" / "root-cert.pem"
    same = only.read_bytes() == (folder / "next.pem").read_bytes()
    stage.check("the company's root is the only one", same)


def make_company(folder: Path) -> None:
    usage = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")
    files = ("-keyout", folder / "next-key.pem", "-out", folder / "next.pem")
    must("openssl", "req", "-x509", *KEY, *DAYS, "-subj", "/O=Company/CN=Root", *usage, *files)
    (folder / "identifiers").write_text("subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n")
    program = folder / "sign"
    program.write_text(SIGN.format(folder=folder))
    program.chmod(0o700)


def roll_out(stage: Stage, caller: "Caller", move: str) -> None:
    store_roots(stage, move)
    mounts_are_what_was_issued(stage)
    every_cluster_trusts(stage)
    if any(each.startswith("18") for each in stage.steps):
        stage.step("--only", "18", text=f"step 18 succeeds after {move}")
    done = stage.script("restart.sh")
    stage.check(f"restart.sh succeeds after {move}", done.succeeded, done.text)
    caller.tell(f"{move} is rolled out")


def handshake_of_each_call(namespace: str) -> Item:
    """A proxy would keep its connections, and not see what a new one meets."""
    pool = {"connectionPool": {"http": {"maxRequestsPerConnection": 1}}}
    return {
        "apiVersion": "networking.istio.io/v1",
        "kind": "DestinationRule",
        "metadata": {"name": "handshake-of-each-call", "namespace": namespace},
        "spec": {"host": f"*.{namespace}.svc.cluster.local", "trafficPolicy": pool},
    }


class Caller:
    """Calls every application from every cluster, all the time; it is told what got no answer."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.jobs: dict[str, tuple[str, Path]] = {}
        self.seen: dict[str, int] = {}

    def __enter__(self) -> "Caller":
        for cluster in self.stage.clusters:
            for application in self.stage.applications:
                self.start(cluster, application)
        until(lambda: all(self.lines(each) for each in self.jobs), 180)
        self.tell("before the rotation")
        return self

    def __exit__(self, *_: object) -> None:
        for cluster, file in self.jobs.values():
            self.stage.kubectl(cluster, "delete", "--filename", str(file), "--wait=false")

    def start(self, cluster: str, application: str) -> None:
        """The Job of step 11, which calls once, with a loop."""
        checks = read_objects(
            self.stage.tree / "clusters" / cluster / "checks" / f"{application}.yaml"
        )
        job = next(each for each in checks if each["kind"] == "Job")
        job["metadata"]["name"] = f"always-call-{application}"
        job["spec"] |= {"backoffLimit": 0, "activeDeadlineSeconds": 14400}
        job["spec"]["template"]["spec"]["containers"][0]["command"] = ["/bin/sh", "-c", CALLS]
        file = self.stage.home / f"always-{cluster}-{application}.json"
        # Its account, too: a proxy needs that to renew its certificate, and step 11 deletes it.
        items = [*checks, handshake_of_each_call(job["metadata"]["namespace"])]
        file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
        done = self.stage.kubectl(cluster, "apply", "--filename", str(file))
        name = f"{cluster}/{job['metadata']['namespace']}/{application}"
        self.stage.check(f"{name} is called all the time", done.succeeded, done.text)
        self.jobs[name] = (cluster, file)

    def lines(self, name: str, container: str = "call") -> list[str]:
        cluster, namespace, application = name.split("/")
        place = ("--namespace", namespace, "logs", f"job/always-call-{application}")
        return self.stage.kubectl(cluster, *place, "--container", container).out.splitlines()

    def proxy_on(self, name: str) -> list[str]:
        """What the caller's proxy says, but for calls that were answered."""
        time.sleep(SECONDS_BETWEEN_LOGS)
        said = [each for each in self.lines(name, "istio-proxy") if '" 200 ' not in each]
        return said[-TOLD_OF_A_PROXY:]

    def tell(self, when: str) -> None:
        """What was answered since it was last told."""
        for name in self.jobs:
            lines = self.lines(name)
            fresh = lines[self.seen.get(name, 0) :]
            self.seen[name] = len(lines)
            failed = [each for each in fresh if each != ANSWERED]
            text = f"{when}: {name} has answered all of {len(fresh)} calls"
            said = self.proxy_on(name) if failed else []
            self.stage.check(text, fresh and not failed, *failed, *said)
