"""What is asked of the steps themselves: they stop where they should, and change nothing twice."""

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from conformance.lab.api import Item
from conformance.shared.api_server import until
from conformance.shared.commands import Done, must
from conformance.steps import azure_faults
from conformance.steps.stage import Stage

# Where each step is made to fail: the call of a program that is at the heart of it.
FAULTS = {
    "00": ("terraform", "apply"),
    "01": ("az", "aks get-credentials"),
    "02": ("openssl", "verify"),
    "03": ("az", "keyvault secret set"),
    "04": ("kubectl", "apply"),
    "05": ("kubectl", "apply"),
    "06": ("istioctl", "version"),
    "07": ("istioctl", "install"),
    "08": ("istioctl", "create-remote-secret"),
    "09": ("istioctl", "remote-clusters"),
    "10": ("kubectl", "rollout status"),
    "11": ("kubectl", "apply"),
    "12": ("kubectl", "apply"),
    "15": ("curl", ""),
    "16": ("az", "keyvault certificate create"),
    "17": ("az", "network application-gateway ssl-cert create"),
    "18": ("az", "network application-gateway root-cert create"),
    "21": ("kubectl", "apply"),
    "22": ("curl", ""),
}
# These ask again until they get an answer.
PATIENT = ("09", "15", "22")
SECONDS_TO_LEAVE = 120
CHANGING = re.compile(r"\b(set|create|update|apply|install|get-credentials)\b")
WRONG_USAGE = 64
KUBE_SYSTEM = ("--namespace", "kube-system")


def refuses(stage: Stage, text: str, done: Done, message: str) -> None:
    """A run that stops before it changes anything, with a line that says what to do."""
    changing = [each["words"] for each in stage.recorded() if CHANGING.search(each["words"])]
    lines = [line for line in done.err.splitlines() if line.startswith("error: ")]
    told = any(re.search(message, line) for line in lines)
    stage.check(text, done.code == 1 and told and not changing, done.text, *changing)


def refuse_bad_conditions(stage: Stage) -> None:
    refuse_bad_tools(stage)
    refuse_bad_login(stage)
    refuse_bad_keys(stage)
    done = stage.script("04-create-namespaces.sh")
    refuses(stage, "an unknown cluster stops a step", done, "does not answer")
    done = stage.script("up.sh", "--from", "99")
    stage.check("an unknown step is wrong usage", done.code == WRONG_USAGE, done.err)
    done = stage.script("down.sh")
    named = done.code == WRONG_USAGE and stage.mesh in done.err
    stage.check("down.sh does nothing unless the mesh is named", named, done.err)


def refuse_bad_tools(stage: Stage) -> None:
    lacking = stage.path_without("kubelogin")
    done = stage.script("up.sh", PATH=str(lacking))
    refuses(stage, "a missing tool stops up.sh", done, "kubelogin is not installed")
    shutil.rmtree(lacking)

    old = stage.home / "old"
    old.mkdir()
    (old / "terraform").write_text('#!/bin/sh\necho \'{"terraform_version": "1.5.7"}\'\n')
    (old / "terraform").chmod(0o755)
    done = stage.script("up.sh", PATH=f"{old}:{stage.env['PATH']}")
    message = "terraform is 1.5.7, and the tree needs 1.9.0"
    refuses(stage, "a tool that is too old stops up.sh", done, message)
    shutil.rmtree(old)


def refuse_bad_login(stage: Stage) -> None:
    with stage.azure.signed_out():
        done = stage.script("up.sh")
    refuses(stage, "a missing login stops up.sh", done, "run az login --tenant")

    with stage.azure.in_another_tenant() as other:
        done = stage.script("up.sh")
    text = "a subscription of another tenant stops up.sh"
    refuses(stage, text, done, f"belongs to tenant {other}")


def refuse_bad_keys(stage: Stage) -> None:
    key = stage.tree / "pki" / "private" / stage.clusters[0] / "ca-key.pem"
    key.rename(key.with_suffix(".away"))
    message = "ca-key.pem is missing"
    refuses(stage, "a missing key stops up.sh", stage.script("up.sh"), message)
    key.with_suffix(".away").rename(key)
    key.chmod(0o644)
    text = "a key that others can read stops up.sh"
    refuses(stage, text, stage.script("up.sh"), "run chmod 600")
    key.chmod(0o600)


def need_only_what_is_run(stage: Stage) -> None:
    """Deploying an application needs no CA key, and runs no script that somebody put there."""
    keys, foreign = stage.tree / "pki" / "private", stage.tree / "scripts" / "99-foreign.sh"
    keys.rename(stage.home / "keys-elsewhere")
    foreign.write_text("#!/bin/sh\ntouch ../foreign-has-run\n")
    foreign.chmod(0o755)
    try:
        done = stage.script("up.sh", "--from", "10", "--to", "11")
        stage.check("applications are deployed without any CA key", done.succeeded, done.text)
        listed = stage.script("up.sh", "--dry-run").text
        left_alone = "99-foreign.sh is no step of this tree and is not run" in listed
        stage.check("a foreign script is named and is no step", left_alone, listed)
    finally:
        foreign.unlink()
        (stage.home / "keys-elsewhere").rename(keys)


def run_all_steps(stage: Stage, failing: set[str]) -> bool:
    """Runs every step; each of the failing ones fails first, and up.sh resumes it."""
    stage.follow_azure()
    for step in stage.steps:
        if step[:2] in failing and not fail_in(stage, step):
            return False
        if stage.is_simulated:
            stage.fail_no_more()
            azure_faults.meet(stage, step)
        stage.follow_azure()
    stage.fail_no_more()
    done = stage.script("up.sh")
    over = done.succeeded and not stopped_at(stage)
    if failing:
        resumed = "resuming there" in done.out
        return stage.check("up.sh resumes and finishes", over and resumed, done.text)
    return stage.check("up.sh runs all steps", over, done.text)


def fail_in(stage: Stage, step: str) -> bool:
    """Whether the step was reached, failed, and is remembered."""
    number = step[:2]
    tool, command = FAULTS[number]
    stage.fail_at(step, tool, command)
    done = stage.script("up.sh", MESH_WAIT_SECONDS="8" if number in PATIENT else "120")
    calls = stage.recorded()
    last = calls[-1]["step"] if calls else ""
    advice = rf"^error: Step {step} failed.*scripts/up.sh --from {number}$"
    said = re.search(advice, done.err, re.MULTILINE)
    stopped = stopped_at(stage)
    stage.check(
        f"step {step} stops at a failing `{tool} {command}`, says so, and up.sh remembers it",
        done.code != 0 and said and stopped == step and last == step,
        done.text,
    )
    return stopped == step


def stopped_at(stage: Stage) -> str:
    """The step that up.sh would resume."""
    state = stage.tree / ".work" / "stopped-at"
    return state.read_text().splitlines()[0] if state.exists() else ""


# --- a second run


def stored_objects(stage: Stage) -> dict[str, Item]:
    """Every object of every cluster; the calls of step 11 come and go."""
    return {
        f"{name}: {path}": item
        for name, server in stage.servers.items()
        for path, item in server.objects().items()
        if "/call-" not in path
    }


def leaving_pods(stage: Stage) -> list[Item]:
    """Deployments count them too, and gateways serve on before they end."""
    pods = [each for server in stage.servers.values() for each in server.api.items("/api/v1/pods")]
    return [each for each in pods if "deletionTimestamp" in each["metadata"]]


def change_nothing(stage: Stage, run_steps: Callable[[], None]) -> None:
    """A second run finds everything done."""
    until(lambda: not leaving_pods(stage), SECONDS_TO_LEAVE)
    objects, files = stored_objects(stage), stage.subscription.stored()
    seen, started = len(stage.recorded()), time.monotonic()
    run_steps()
    time.sleep(3)  # Pods of the calls that were deleted leave.
    objects_after, files_after = stored_objects(stage), stage.subscription.stored()
    changes = differences(files, files_after) + differences(objects, objects_after)
    counts = f"{len(objects_after)} objects and {len(files_after)} things in Azure"
    took = f"{time.monotonic() - started:.0f} s"
    stage.check(
        f"the second run changed none of {counts} ({took})", objects and not changes, *changes
    )
    calls = [each["words"] for each in stage.recorded()[seen:] if each["tool"] == "az"]
    writes = [each for each in calls if re.search(r" (set|create|update)$", each)]
    stage.check("the second run wrote nothing to Azure", calls and not writes, *writes)


def differences(
    before: dict[str, Item] | dict[str, bytes], after: dict[str, Item] | dict[str, bytes]
) -> list[str]:
    """The names of what differs, and of an object its parts."""
    found = []
    for name in sorted(before.keys() | after.keys()):
        one, two = before.get(name), after.get(name)
        if one == two:
            continue
        if isinstance(one, dict) and isinstance(two, dict):
            parts = sorted(key for key in one.keys() | two.keys() if one.get(key) != two.get(key))
            found.append(f"{name} {parts}")
        else:
            found.append(name)
    return found


# --- conditions that change on the way


def refuse_a_cluster_that_hangs(stage: Stage) -> None:
    """The last of the clusters no longer answers: a step stops before it changes the first one."""
    cluster, seen = stage.clusters[-1], len(stage.recorded())
    with stage.servers[cluster].held():
        done = stage.script("04-create-namespaces.sh")
    calls = [each["words"] for each in stage.recorded()[seen:] if each["tool"] == "kubectl"]
    changes = [each for each in calls if each.startswith("apply")]
    told = f"error: Cluster {cluster} does not answer: check that it runs" in done.err
    text = f"step 04 stops before its first change where {cluster} does not answer"
    stage.check(text, done.code == 1 and told and not changes, done.text, *changes)


def refuse_cilium_before_the_proxies(stage: Stage) -> None:
    """Step 04 says so, before it changes anything, where somebody undid Cilium's setting."""
    cluster = stage.clusters[0]
    setting, config = "bpf-lb-sock-hostns-only", ("configmap", "cilium-config")
    if not stage.kubectl(cluster, *KUBE_SYSTEM, "get", *config).succeeded:
        stage.report.say(f"note: {cluster} has no Cilium")
        return
    for value in ("false", "true"):
        patch = ("patch", *config, "--patch", json.dumps({"data": {setting: value}}))
        stage.kubectl(cluster, *KUBE_SYSTEM, *patch)
        seen = len(stage.recorded())
        done = stage.script("04-create-namespaces.sh")
        calls = [each["words"] for each in stage.recorded()[seen:] if each["tool"] == "kubectl"]
        if value == "true":
            stage.check(f"step 04 goes on with {setting} true", done.succeeded, done.text)
            return
        told = f"{setting} of ConfigMap cilium-config in kube-system is false" in done.err
        changes = [each for each in calls if each.startswith("apply")]
        refused = done.code == 1 and told and not changes
        stage.check(f"step 04 stops where {setting} is false", refused, done.text)
        done = stage.script("04-create-namespaces.sh", MESH_SKIP_CILIUM="a test")
        told = "as MESH_SKIP_CILIUM says: a test" in done.err
        stage.check("unless a reason is given", done.succeeded and told, done.text)


def refuse_destruction(stage: Stage) -> None:
    address, before = stage.azure.replace_something(), stage.azure.stored()
    done = stage.script("up.sh", "--only", "00")
    named = f"destroys {address}" in done.err and "MESH_ALLOW_DESTROY=yes" in done.err
    refused = done.code == 1 and named and stage.azure.stored() == before
    stage.check("a plan that destroys is not applied", refused, done.text)
    done = stage.script("up.sh", "--only", "00", MESH_ALLOW_DESTROY="yes")
    replaced = done.succeeded and stage.azure.stored() != before
    stage.check("unless that is allowed", replaced, done.text)


def get_istioctl(stage: Stage) -> None:
    """Step 06 without an istioctl, from a release with a wrong digest and with the right one."""
    name = istioctl_archive(stage.istio)
    releases = stage.home / "releases"
    releases.mkdir()
    digest = pack_istioctl(releases / name)
    lacking = stage.path_without("istioctl")
    got = stage.tree / ".work" / "bin" / "istioctl"
    (releases / f"{name}.sha256").write_text(f"{'0' * 64}  {name}\n")
    done = stage.script("06-get-istioctl.sh", PATH=str(lacking))
    refused = not got.exists() and "was damaged or replaced" in done.err
    stage.check("an istioctl that is not what its publisher says is refused", refused, done.text)
    (releases / f"{name}.sha256").write_text(f"{digest}  {name}\n")
    done = stage.script("06-get-istioctl.sh", PATH=str(lacking))
    stage.check("a missing istioctl is got", got.exists() and done.succeeded, done.text)
    shutil.rmtree(lacking)
    shutil.rmtree(releases)
    shutil.rmtree(got.parent, ignore_errors=True)


def istioctl_archive(version: str) -> str:
    """The name that its publisher gives it, for this machine."""
    machine = "arm64" if os.uname().machine == "aarch64" else "amd64"
    return f"istioctl-{version}-linux-{machine}.tar.gz"


def pack_istioctl(archive: Path) -> str:
    """A release like its publisher's; returns its digest."""
    program = shutil.which("istioctl")
    assert program
    options = ["--use-compress-program", "gzip -1", "--dereference"]
    folder = Path(program).parent
    must("tar", "--create", *options, "--file", archive, "--directory", folder, "istioctl")
    return hashlib.sha256(archive.read_bytes()).hexdigest()
