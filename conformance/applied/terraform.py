"""Terraform in a folder, against a simulated Azure."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.shared import places
from conformance.shared.commands import Done, run

# More at once than by default: the provider waits for most of the time.
PARALLEL = "-parallelism=30"
QUIET = ("-input=false", "-no-color")


@dataclass(frozen=True)
class Change:
    """What a plan does to one resource."""

    address: str
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """What `terraform plan` says."""

    done: Done
    changes: tuple[Change, ...] = ()
    # By address, the arguments for which the provider demands a replacement.
    replace_paths: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return self.done.code == 0 and not self.changes

    @property
    def text(self) -> str:
        counts = Counter(each.action for each in self.changes)
        lines = [f"{each.action} {each.address}" for each in self.changes]
        return "\n".join([self.done.text if self.done.code == 1 else "", *lines, f"{dict(counts)}"])


def settings() -> dict[str, str]:
    """Variables for every run of terraform."""
    own = {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
    # Nothing but the installed provider can be reached from there.
    file = places.installed() / "terraformrc"
    if file.exists():
        own["TF_CLI_CONFIG_FILE"] = str(file)
    return own


class Terraform:
    """A root module of its own folder."""

    def __init__(self, source: Path, folder: Path, environment: Mapping[str, str]) -> None:
        """Copies a tree's terraform/; the providers that an earlier copy has come along."""
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("tests"), symlinks=True)
        self.folder = folder
        self.environment = {**os.environ, **environment, **settings()}

    def command(self, *words: str) -> Done:
        return run("terraform", *words, cwd=self.folder, env=self.environment)

    def init(self) -> Done:
        return self.command("init", *QUIET)

    def apply(self, *more: str) -> Done:
        return self.command("apply", "-auto-approve", PARALLEL, *QUIET, *more)

    def destroy(self) -> Done:
        return self.command("apply", "-destroy", "-auto-approve", PARALLEL, *QUIET)

    def plan(self, *more: str) -> Plan:
        done = self.command("plan", "-out=plan", "-detailed-exitcode", PARALLEL, *QUIET, *more)
        if done.code == 1:
            return Plan(done)
        shown = self.command("show", "-json", "plan")
        plan = json.loads(shown.out)
        return Plan(done, tuple(_changes(plan)), _replace_paths(plan))

    def resources(self) -> list[str]:
        """What the state holds; data sources are not counted."""
        done = self.command("state", "list")
        return [each for each in done.out.splitlines() if ".data." not in f".{each}"]

    def output(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.command("output", "-json").out or "{}")
        return {name: each["value"] for name, each in found.items()}

    def follow(self, other: "Terraform") -> None:
        """Takes over the state and the providers of another folder."""
        shutil.copytree(other.folder / ".terraform", self.folder / ".terraform", symlinks=True)
        for name in (".terraform.lock.hcl", "terraform.tfstate"):
            if (other.folder / name).exists():
                shutil.copy(other.folder / name, self.folder / name)


def _changes(plan: dict[str, Any]) -> list[Change]:
    found = []
    for each in plan.get("resource_changes", []):
        actions = each["change"]["actions"]
        if each["mode"] != "managed" or actions == ["no-op"]:
            continue
        action = "replace" if len(actions) == 2 else actions[0]
        before, after = each["change"]["before"] or {}, each["change"]["after"] or {}
        found.append(Change(each["address"], action, before, after))
    return found


def _replace_paths(plan: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Without the numbers of blocks that occur once."""
    return {
        each["address"]: frozenset(
            ".".join(part for part in path if isinstance(part, str))
            for path in each["change"].get("replace_paths", [])
        )
        for each in plan.get("resource_changes", [])
    }
