"""The commands of a tree's README.md, by section and in their order: whole blocks, and those that stand within a line."""

import re
import subprocess
from dataclasses import dataclass

from calls import (
    call_everything,
    every_cluster_trusts,
    signs_with_all_or_nothing,
    signs_with_what_is_mounted,
)
from report import check
from secrecy import mounts_are_what_was_issued
from steps import change_nothing

PROGRAMS = ("az", "istioctl", "kubectl", "meshgen", "openssl", "scripts/", "terraform")

# What is no command as it stands.
INCOMPLETE = {
    "kubectl describe": "names no object",
    "az keyvault secret recover": "names no secret",
    "meshgen ca issue": "how every rehearsal begins",
    "istioctl proxy-status": "in a sentence; the table has it with its context",
}


@dataclass(frozen=True)
class Command:
    section: str
    text: str
    block: bool


def commands(markdown):
    found = []
    for part in re.split(r"^## ", markdown, flags=re.M)[1:]:
        section, _, body = part.partition("\n")
        for match in re.finditer(r"^```(?:bash|sh)\n(.*?)^```$|`([^`\n]+)`", body, re.M | re.S):
            if match[1]:
                found.append(Command(section, match[1], True))
            elif match[2].startswith(PROGRAMS) and " " in match[2]:
                found.append(Command(section, match[2], False))
    return found


def complete(found):
    return [
        each
        for each in found
        if each.text not in INCOMPLETE
        and not each.text.startswith(("az login", "kubectl rollout restart"))
    ]


def run(stage, command, **more):
    """One command, as it stands in README.md."""
    folder = (
        stage.home if command.text.startswith("meshgen ") else stage.tree
    )  # where mesh.yaml lies
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command.text],
        env={**stage.env, "KUBECONFIG": str(stage.tree / ".work" / "kubeconfig")},
        cwd=folder,
        capture_output=True,
        text=True,
        **({"stdin": subprocess.DEVNULL} | more),
    )
    stage.output += done.stdout + done.stderr
    lines = command.text.strip().splitlines()
    check(
        f"README.md, {command.section}: {lines[-1]}{f' ({len(lines)} lines)' if len(lines) > 1 else ''}",
        done.returncode == 0,
        done.stdout + done.stderr,
    )


def replace_root(stage, moves, after):
    """The three moves, each followed by the block that README.md has for all of them."""
    # As if somebody had bound the listener to another certificate: step 17 mends that too.
    for entry in (stage.home / "gateways").glob("*.ssl-cert"):
        entry.write_text(re.sub(r"/secrets/[^\"]+", "/secrets/another", entry.read_text()))
    for move in moves:
        name = move.text.split()[-1]
        run(stage, move)
        # As it goes where nobody is in a hurry: what is new arrives by itself, and calls never fail on the way.
        stage.step("--from", "02", "--to", "03", text="then the steps 02 and 03 succeed")
        mounts_are_what_was_issued(stage)
        every_cluster_trusts(stage)
        if (
            name != "new-only"
        ):  # Proxies that hold a certificate of the old root for less than a day would still show it.
            call_everything(stage, f"after {name}, before anything was restarted")
        run(stage, after)
        for step in ("17", "22"):
            if any(each.startswith(step) for each in stage.steps):
                stage.step("--only", step, text=f"step {step} succeeds after {name}")
    call_everything(stage, "under the new root")


def forget_a_cluster(stage, command):
    for cluster in stage.clusters:
        stage.kubectl(
            cluster,
            "--namespace",
            "istio-system",
            "create",
            "secret",
            "generic",
            "istio-remote-secret-old",
        )
    run(stage, command)
    left = [
        cluster
        for cluster in stage.clusters
        if stage.kubectl(
            cluster, "--namespace", "istio-system", "get", "secret", "istio-remote-secret-old"
        ).returncode
        == 0
    ]
    check("every cluster has forgotten the one that goes", not left, str(left))


def remove_a_revision(stage, command):
    """An older revision is put beside the tree's own, under its name, to be removed."""
    cluster, old = re.search(r"--context (\S+) uninstall --revision (\S+)", command.text).groups()
    operator = (stage.tree / "clusters" / cluster / "istio" / "operator.yaml").read_text()
    older = stage.home / "older.yaml"
    older.write_text(
        operator.replace(f'revision: "{stage.revision}"', f'revision: "{old}"').replace(
            "enabled: true", "enabled: false"
        )
    )
    done = subprocess.run(
        [
            "istioctl",
            "--kubeconfig",
            stage.servers[cluster].folder / "kubeconfig",
            "install",
            "--skip-confirmation",
            "--filename",
            older,
        ],
        capture_output=True,
        text=True,
    )
    check(
        f"revision {old} stands beside {stage.revision}",
        done.returncode == 0,
        done.stdout + done.stderr,
    )
    run(stage, command, stdin=None, input="y\n")
    place = ["--namespace", "istio-system"]
    stage.kubectl(
        cluster, *place, "wait", "--for=delete", f"deployment/istiod-{old}", "--timeout", "60s"
    )
    found = stage.kubectl(cluster, *place, "get", "deployments", "--output", "name").stdout.split()
    check(
        f"revision {old} is gone, and {stage.revision} is there",
        f"deployment.apps/istiod-{old}" not in found
        and f"deployment.apps/istiod-{stage.revision}" in found,
        str(found),
    )
    call_everything(stage, f"without revision {old}")


def follow(stage):
    """Every command of README.md, as it stands there, in its order."""
    left = complete(commands((stage.tree / "README.md").read_text()))
    check(f"README.md holds commands ({len(left)})", len(left) > 20)
    while left:
        command = left.pop(0)
        if command.text.startswith("meshgen ca rotate root"):
            moves = [
                command,
                *(each for each in left if each.text.startswith("meshgen ca rotate root")),
            ]
            left = left[len(moves) - 1 :]
            replace_root(stage, moves, left.pop(0))
        elif command.text.strip() == "scripts/up.sh":
            change_nothing(stage, lambda: run(stage, command))
        elif "istio-remote-secret-old" in command.text:
            forget_a_cluster(stage, command)
        elif " uninstall --revision " in command.text:
            remove_a_revision(stage, command)
        elif command.text.startswith("meshgen ca rotate intermediate"):
            run(stage, command)
            signs_with_all_or_nothing(stage, command.text.split()[-1])
            run(stage, left.pop(0))
            mounts_are_what_was_issued(stage)
            signs_with_what_is_mounted(stage, command.text.split()[-1])
            call_everything(stage, "from the new intermediate")
        elif command.section == "Tear down":
            for _ in range(2):  # It can be run again.
                run(stage, command)
            check("nothing stands any more", not (stage.home / "applied").exists())
        else:
            run(stage, command)
