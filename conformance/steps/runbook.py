"""The commands of a tree's README.md, by section and in their order.

Whole blocks, and those within a line.
"""

import re
from dataclasses import dataclass

from conformance.shared.commands import run
from conformance.steps import upgrade
from conformance.steps.calls import call_everything
from conformance.steps.faults import change_nothing
from conformance.steps.secrecy import mounts_are_what_was_issued, nothing_is_left
from conformance.steps.share import Share
from conformance.steps.stage import Stage
from conformance.steps.tokens import revoke_tokens
from conformance.steps.trust import (
    SYSTEM,
    every_cluster_trusts,
    fingerprint,
    signs_with_all_or_nothing,
    signs_with_what_is_mounted,
)

PROGRAMS = ("az", "istioctl", "kubectl", "meshgen", "openssl", "scripts/", "terraform")
BLOCK_OR_CODE = re.compile(r"^```(?:bash|sh)\n(.*?)^```$|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
FEWEST = 20
# What README.md calls `old`: a revision that the upgrade has left behind.
OLD = "1-30-4"

# What is no command as it is written, and why.
INCOMPLETE = {
    "kubectl describe": "names no object",
    "az keyvault secret recover": "names no secret",
    "meshgen ca issue": "how every rehearsal begins",
    "meshgen plan-upgrade --istio VERSION": "names no version",
    "meshgen plan-upgrade --kubernetes VERSION": "names no version",
    "istioctl proxy-status": "in a sentence; the table has it with its context",
}
# Of somebody, or with something, that isn't here.
OTHERS = ("az login", "az acr build", "kubectl rollout restart")
# What runs steps again, on the same scripts in every tree.
REPEATS = ("scripts/up.sh", "scripts/restart.sh", "meshgen ca rotate", " uninstall --revision ")
UPGRADE = "scripts/upgrade-kubernetes.sh"
ROOT, INTERMEDIATE = "meshgen ca rotate root", "meshgen ca rotate intermediate"


@dataclass(frozen=True)
class Command:
    """A command, and where README.md has it."""

    section: str
    text: str

    @property
    def title(self) -> str:
        lines = self.text.strip().splitlines()
        told = [each for each in lines if not each.startswith("export ")]
        more = f" ({len(lines)} lines)" if len(lines) > 1 else ""
        return f"README.md, {self.section}: {told[0]}{more}"

    @property
    def last_word(self) -> str:
        return self.text.split()[-1]


def commands(markdown: str) -> list[Command]:
    found = []
    for part in re.split(r"^## ", markdown, flags=re.MULTILINE)[1:]:
        section, _, body = part.partition("\n")
        for block, code in BLOCK_OR_CODE.findall(body):
            if block or (code.startswith(PROGRAMS) and " " in code):
                found.append(Command(section, block or code))
    return found


def complete(found: list[Command]) -> list[Command]:
    return [
        each for each in found if each.text not in INCOMPLETE and not each.text.startswith(OTHERS)
    ]


def follow(stage: Stage, share: Share) -> None:
    """Runs every command as README.md has it, but what an earlier tree has shown."""
    found = complete(commands((stage.tree / "README.md").read_text()))
    stage.check(f"README.md holds commands ({len(found)})", len(found) > FEWEST)
    left = [each for each in found if share.whole or is_of_this_tree(each, share)]
    if len(left) < len(found):
        stage.report.say(f"note: {len(found) - len(left)} commands are left to the first tree")
    while left:
        command = left.pop(0)
        if command.text.startswith(ROOT):
            rest = [each for each in left if each.text.startswith(ROOT)]
            left = [each for each in left if each not in rest]
            replace_root(stage, [command, *rest], left.pop(0))
        elif command.text.startswith(INTERMEDIATE):
            replace_intermediate(stage, command, left.pop(0))
        else:
            follow_one(stage, command)


def is_of_this_tree(command: Command, share: Share) -> bool:
    """Whether another tree can't show it: it doesn't run the same steps again."""
    text = command.text.strip()
    if text == "scripts/up.sh":
        return share.has_new_steps
    return text == "scripts/up.sh --dry-run" or not any(each in text for each in REPEATS)


def follow_one(stage: Stage, command: Command) -> None:
    if command.text.strip() == "scripts/up.sh":
        change_nothing(stage, lambda: take(stage, command))
    elif "istio-remote-secret-old" in command.text:
        forget_a_cluster(stage, command)
    elif command.text.strip() == "scripts/rotate-remote-secrets.sh":
        revoke_tokens(stage, lambda: take(stage, command))
    elif " uninstall --revision " in command.text:
        remove_a_revision(stage, command)
    elif command.text.strip() == UPGRADE and stage.is_simulated:
        upgrade_kubernetes(stage, command)
    elif command.section == "Tear down":
        tear_down(stage, command)
    else:
        take(stage, command)


def upgrade_kubernetes(stage: Stage, command: Command) -> None:
    stage.azure.run_older_versions()
    take(stage, command)
    counts = stage.azure.outdated(stage.versions)
    stage.check("every cluster and node pool runs the version of mesh.yaml", not counts, *counts)


def tear_down(stage: Stage, command: Command) -> None:
    nothing_is_left(stage)
    for _ in range(2):  # It can be run again.
        take(stage, command)
    left = stage.subscription.left()
    left += [str(stage.tree / ".work")] if (stage.tree / ".work").exists() else []
    stage.check("nothing is left of the mesh, in Azure or in .work", not left, *left)


def take(stage: Stage, command: Command, text: str | None = None) -> None:
    """One command, as README.md has it; `text` is its standard input."""
    folder = stage.home if command.text.startswith("meshgen ") else stage.tree  # with mesh.yaml
    env = {**stage.env, "KUBECONFIG": str(stage.tree / ".work" / "kubeconfig")}
    done = run("bash", "-euo", "pipefail", "-c", command.text, env=env, cwd=folder, text=text)
    stage.output += done.text
    stage.check(command.title, done.succeeded, done.text)


def replace_root(stage: Stage, moves: list[Command], after: Command) -> None:
    """The three moves, each followed by the block that README.md has for all of them."""
    # As if somebody had bound the listener to another certificate: step 17 repairs that too.
    stage.azure.bind_another_certificate()
    for move in moves:
        name = move.last_word
        take(stage, move)
        # As where nobody is in a hurry: what is new arrives by itself, and calls never fail.
        store_roots(stage, name)
        mounts_are_what_was_issued(stage)
        every_cluster_trusts(stage)
        # Proxies that hold a certificate of the old root for less than a day would still show it.
        if name != "new-only":
            call_everything(stage, f"after {name}, before anything was restarted")
        take(stage, after)
        for step in ("17", "22"):
            if any(each.startswith(step) for each in stage.steps):
                stage.step("--only", step, text=f"step {step} succeeds after {name}")
    call_everything(stage, "under the new root")


def store_roots(stage: Stage, move: str) -> None:
    """A root that is new to the vault has to be named."""
    words, named = ("--from", "02", "--to", "03"), {}
    if move == "trust-both":
        new = fingerprint(stage.tree)
        done = stage.script("up.sh", *words)
        told = f"run: MESH_TRUST_ROOT={new} scripts/up.sh --from 03" in done.err
        text = "step 03 refuses the new root until somebody names it"
        stage.check(text, done.code == 1 and told, done.text)
        named = {"MESH_TRUST_ROOT": new}
    stage.step(*words, text="then the steps 02 and 03 succeed", **named)


def replace_intermediate(stage: Stage, command: Command, after: Command) -> None:
    take(stage, command)
    cluster = command.last_word
    signs_with_all_or_nothing(stage, cluster)
    take(stage, after)
    mounts_are_what_was_issued(stage)
    signs_with_what_is_mounted(stage, cluster)
    call_everything(stage, "from the new intermediate")


def forget_a_cluster(stage: Stage, command: Command) -> None:
    secret = ("secret", "istio-remote-secret-old")
    for cluster in stage.clusters:
        words = ("create", secret[0], "generic", secret[1])
        stage.kubectl(cluster, *SYSTEM, *words)
    take(stage, command)
    left = [
        each for each in stage.clusters if stage.kubectl(each, *SYSTEM, "get", *secret).succeeded
    ]
    stage.check("every cluster has forgotten the one that goes", not left, *left)


def remove_a_revision(stage: Stage, command: Command) -> None:
    """An older revision is put beside the tree's own, under its name, to be removed."""
    command = Command(command.section, command.text.replace("--revision old", f"--revision {OLD}"))
    named = re.search(r"--context (\S+) uninstall --revision (\S+)", command.text)
    assert named, command.text
    cluster, old = named.groups()
    upgrade.begin(stage, old)
    install_revision(stage, cluster, old)
    upgrade.restart_both(stage, cluster, old)
    take(stage, command, text="y\n")
    gone = ("wait", "--for=delete", f"deployment/istiod-{old}", "--timeout", "60s")
    stage.kubectl(cluster, *SYSTEM, *gone)
    listed = stage.kubectl(cluster, *SYSTEM, "get", "deployments", "--output", "name").out.split()
    old_name, own_name = (f"deployment.apps/istiod-{each}" for each in (old, stage.revision))
    text = f"revision {old} is gone, and {stage.revision} is there"
    stage.check(text, old_name not in listed and own_name in listed, *listed)
    call_everything(stage, f"without revision {old}")


def install_revision(stage: Stage, cluster: str, old: str) -> None:
    operator = (stage.tree / "clusters" / cluster / "istio" / "operator.yaml").read_text()
    own = operator.replace(f'revision: "{stage.revision}"', f'revision: "{old}"')
    older = stage.home / "older.yaml"
    older.write_text(own.replace("enabled: true", "enabled: false"))
    kubeconfig = stage.servers[cluster].kubeconfig
    words = ["install", "--skip-confirmation", "--filename"]
    done = run("istioctl", "--kubeconfig", kubeconfig, *words, older)
    text = f"revision {old} is installed beside {stage.revision}"
    stage.check(text, done.succeeded, done.text)
