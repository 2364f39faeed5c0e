"""Namespaces of its own for one tree, whose processes end with them."""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from conformance.shared import places
from conformance.shared.commands import CommandError, must
from conformance.shared.report import Report
from conformance.steps.beside import Program

INSIDE = "MESHGEN_REHEARSAL"
TERMINATED = 143


def inside() -> str | None:
    """What the program that has made the namespaces says; nothing where it is this one."""
    return os.environ.get(INSIDE)


def alone(name: str, *arguments: str, inside: str) -> Program:
    """The program of that name, in namespaces."""
    sandbox = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    command = [sys.executable, str(places.CONFORMANCE / name), *arguments]
    return Program([*sandbox, *command], {**os.environ, INSIDE: inside})


def end_when_told() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))


def report_of(name: str, play: Callable[[Report, Path], None]) -> int:
    """Plays in a folder that is removed afterwards."""
    must("mount", "-t", "tmpfs", "tmpfs", "/run")
    Path("/run/netns").mkdir()
    home = Path(tempfile.mkdtemp(prefix="rehearsal-"))
    report = Report(name, prefix=f"{name}: ")
    started = time.monotonic()
    try:
        play(report, home)
    except CommandError as failure:
        report.fail("the rehearsal goes on", str(failure))
    finally:
        if report.failures and os.environ.get("MESHGEN_KEEP"):
            print(f"kept: {home}")
        else:
            shutil.rmtree(home, ignore_errors=True)
    report.say(f"note: {name} took {time.monotonic() - started:.0f} s")
    return report.close()
