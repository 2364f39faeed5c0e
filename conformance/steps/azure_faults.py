"""What goes wrong at Azure itself: the step that meets it says so, and up.sh resumes there."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from conformance.shared.commands import Done
from conformance.steps.stage import Stage

NETWORK = "/virtualNetworks/[^/]+$"
VAULT = "/Microsoft.KeyVault/vaults/[^/]+$"


def meet(stage: Stage, step: str) -> None:
    """Called where the step has failed once, with nothing in its way any more."""
    if step[:2] in MET:
        MET[step[:2]](stage, step)


def _refused_and_throttled(stage: Stage, step: str) -> None:
    """Azure refuses to create a network once; a vault is throttled twice, which is survived."""
    stage.azure.plant(kind="conflict", path=NETWORK)
    stage.azure.plant(kind="throttle", path=VAULT, times=2)
    done = stage.script("up.sh", "--to", step)
    told = "AnotherOperationInProgress" in done.err
    _stopped(stage, step, "an operation that Azure refuses", told, done)
    done = stage.script("up.sh", "--to", step)
    left = stage.azure.planted
    text = f"step {step} resumes at what is missing, throttled on the way"
    stage.check(text, done.succeeded and not left, str(left), done.text)


def _without_roles(stage: Stage, step: str) -> None:
    """The deployer's role on the vault takes effect late."""
    late: AbstractContextManager[None] = stage.azure.before_roles_work()
    with late:
        done = stage.script("up.sh", MESH_WAIT_SECONDS="8")
    told = "waiting for permission to list the secrets of Key Vault" in done.err
    _stopped(stage, step, "a role that takes no effect in time", told, done)


def _stopped(stage: Stage, step: str, what: str, told: bool, done: Done) -> None:
    state = stage.tree / ".work" / "stopped-at"
    remembered = state.exists() and state.read_text().startswith(f"{step}\n")
    advice = rf"^error: Step {step} failed.*scripts/up.sh --from {step[:2]}$"
    said = told and re.search(advice, done.err, re.MULTILINE)
    text = f"step {step} stops at {what}, says so, and up.sh remembers it"
    stage.check(text, done.code != 0 and said and remembered, done.text)


MET: dict[str, Callable[[Stage, str], None]] = {"00": _refused_and_throttled, "03": _without_roles}
