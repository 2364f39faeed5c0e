"""What is asked of the steps themselves: that they stop where they should, say how to go on, and change nothing twice."""

import hashlib
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from report import check

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


def refuses(stage, text, done, message):
    """A run that stops before it changes anything, with a line that says what to do."""
    changing = [
        each
        for each in stage.recorded()
        if re.search(r"\b(set|create|update|apply|install|get-credentials)\b", each["words"])
    ]
    lines = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    check(
        text,
        done.returncode == 1 and any(re.search(message, line) for line in lines) and not changing,
        f"{done.stdout}{done.stderr}{changing}",
    )


def refuse_bad_conditions(stage):
    lacking = stage.path_without("kubelogin")
    refuses(
        stage,
        "a missing tool stops up.sh",
        stage.run("up.sh", PATH=str(lacking)),
        "kubelogin is not installed",
    )
    shutil.rmtree(lacking)

    (stage.home / "old-terraform").touch()
    refuses(
        stage,
        "a tool that is too old stops up.sh",
        stage.run("up.sh"),
        "terraform is 1.5.7, and the tree needs 1.9.0",
    )
    (stage.home / "old-terraform").unlink()

    (stage.home / "signed-out").touch()
    refuses(stage, "a missing login stops up.sh", stage.run("up.sh"), "run az login --tenant")
    (stage.home / "signed-out").unlink()

    (stage.home / "tenant").write_text("33333333-3333-3333-3333-333333333333")
    refuses(
        stage,
        "a subscription of another tenant stops up.sh",
        stage.run("up.sh"),
        "belongs to tenant 33333333",
    )
    (stage.home / "tenant").write_text(stage.tenant)

    key = stage.tree / "pki" / "private" / stage.clusters[0] / "ca-key.pem"
    key.rename(key.with_suffix(".away"))
    refuses(stage, "a missing key stops up.sh", stage.run("up.sh"), "ca-key.pem is missing")
    key.with_suffix(".away").rename(key)
    key.chmod(0o644)
    refuses(stage, "a key that others can read stops up.sh", stage.run("up.sh"), "run chmod 600")
    key.chmod(0o600)

    refuses(
        stage,
        "an unknown cluster stops a step",
        stage.run("04-create-namespaces.sh"),
        "does not answer",
    )
    done = stage.run("up.sh", "--from", "99")
    check("an unknown step is wrong usage", done.returncode == 64, done.stderr)
    done = stage.run("down.sh")
    check(
        "down.sh does nothing unless the mesh is named",
        done.returncode == 64 and stage.mesh in done.stderr,
        done.stderr,
    )


def fail_in_each_step(stage):
    """Each run resumes the step that failed in the last one, and fails in the next."""
    state = stage.tree / ".work" / "stopped-at"
    for step in stage.steps:
        number = step[:2]
        tool, command = FAULTS[number]
        stage.fault(step, tool, command)
        done = stage.run("up.sh", MESH_WAIT_SECONDS="8" if number in ("09", "15", "22") else "120")
        last = stage.recorded()[-1]["step"] if stage.recorded() else ""
        said = re.search(
            rf"^error: Step {step} failed.*scripts/up.sh --from {number}$", done.stderr, re.M
        )
        stopped = state.read_text().splitlines()[0] if state.exists() else ""
        check(
            f"step {step} stops at a failing `{tool} {command}`, says so, and up.sh remembers it",
            done.returncode != 0 and said and stopped == step and last == step,
            done.stdout + done.stderr,
        )
        if stopped != step:
            return False
    stage.fault()
    done = stage.run("up.sh")
    return check(
        "up.sh resumes and finishes",
        done.returncode == 0 and not state.exists() and "going on there" in done.stdout,
        done.stdout + done.stderr,
    )


def stored(stage):
    clusters = {name: server.objects() for name, server in stage.servers.items()}
    files = {
        str(path.relative_to(stage.home)): path.read_bytes()
        for kind in ("vault", "gateways")
        for path in (stage.home / kind).rglob("*")
        if path.is_file()
    }
    return clusters, files


def change_nothing(stage, take_all_steps):
    """A second run finds everything done."""
    before, files_before = stored(stage)
    seen = len(stage.recorded())
    started = time.time()
    take_all_steps()
    time.sleep(3)  # Pods of the calls that were deleted take their leave.
    after, files_after = stored(stage)
    changes = [
        path
        for path in sorted(files_before.keys() | files_after.keys())
        if files_before.get(path) != files_after.get(path)
    ]
    for name in stage.clusters:
        for path in sorted(before[name].keys() | after[name].keys()):
            one, two = before[name].get(path), after[name].get(path)
            if one != two and "/call-" not in path:
                differing = sorted(
                    key
                    for key in (one or {}).keys() | (two or {}).keys()
                    if (one or {}).get(key) != (two or {}).get(key)
                )
                changes.append(f"{name}: {path} {differing}")
    count = sum(len(each) for each in after.values())
    check(
        f"the second run changed none of {count} objects and {len(files_after)} files ({time.time() - started:.0f} s)",
        not changes,
        "\n".join(changes),
    )
    writes = [
        each["words"]
        for each in stage.recorded()[seen:]
        if each["tool"] == "az" and re.search(r" (set|create|update)$", each["words"])
    ]
    check("the second run wrote nothing to Azure", not writes, str(writes))


def refuse_a_cluster_that_hangs(stage):
    """The last of the clusters no longer answers: a step stops before it changes the first one."""
    cluster, seen = stage.clusters[-1], len(stage.recorded())
    with stage.servers[cluster].held():
        done = stage.run("04-create-namespaces.sh")
    changes = [
        each["words"]
        for each in stage.recorded()[seen:]
        if each["tool"] == "kubectl" and each["words"].startswith("apply")
    ]
    check(
        f"step 04 stops before its first change where {cluster} does not answer",
        done.returncode == 1
        and f"error: Cluster {cluster} does not answer: check that it runs" in done.stderr
        and not changes,
        f"{done.stdout}{done.stderr}{changes}",
    )


def refuse_destruction(stage):
    (stage.home / "applied").unlink()
    (stage.home / "replaced").touch()
    done = stage.run("up.sh", "--only", "00")
    check(
        "a plan that destroys is not applied",
        done.returncode == 1
        and "MESH_ALLOW_DESTROY=yes" in done.stderr
        and not (stage.home / "applied").exists(),
        done.stdout + done.stderr,
    )
    done = stage.run("up.sh", "--only", "00", MESH_ALLOW_DESTROY="yes")
    check("unless that is allowed", done.returncode == 0, done.stdout + done.stderr)
    (stage.home / "replaced").unlink()


def get_istioctl(stage):
    """Step 06 where no istioctl is installed, from a release that is what its publisher says, and from one that is not."""
    name = f"istioctl-{stage.istio}-linux-{'arm64' if os.uname().machine == 'aarch64' else 'amd64'}.tar.gz"
    releases = stage.home / "releases"
    releases.mkdir()
    subprocess.run(
        [
            "tar",
            "--create",
            "--use-compress-program",
            "gzip -1",
            "--dereference",
            "--file",
            releases / name,
            "--directory",
            Path(shutil.which("istioctl")).parent,
            "istioctl",
        ],
        check=True,
    )
    digest = hashlib.sha256((releases / name).read_bytes()).hexdigest()
    lacking = stage.path_without("istioctl")
    got = stage.tree / ".work" / "bin" / "istioctl"
    for published, text in (
        ("0" * 64, "an istioctl that is not what its publisher says is refused"),
        (digest, "a missing istioctl is got"),
    ):
        (releases / f"{name}.sha256").write_text(f"{published}  {name}\n")
        done = stage.run("06-get-istioctl.sh", PATH=str(lacking))
        fine = (
            got.exists() and done.returncode == 0
            if published == digest
            else not got.exists() and "do not use it" in done.stderr
        )
        check(text, fine, done.stdout + done.stderr)
    shutil.rmtree(lacking)
    shutil.rmtree(releases)
    shutil.rmtree(got.parent, ignore_errors=True)
