"""Runs of whole processes: their processor and wall time and their memory."""

import os
import resource
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

MESHGEN = str(Path(__file__).resolve().parent.parent / "meshgen")


@dataclass
class Work:
    """A command, what to put away before each run of it, and the figures of its runs."""

    name: str
    command: list[str]
    fresh: Path | None = None
    old: int = 0
    processor: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    def run(self) -> None:
        self.put_away()
        start = time.monotonic()
        process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert process.stderr is not None
        said = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{shlex.join(self.command)} ended with {process.returncode}:\n{said}")
        self.add(time.monotonic() - start, used)

    def put_away(self) -> None:
        """What the last run has made. A large tree is removed at the end: after a removal ext4
        searches longer for each file that is made."""
        if self.fresh is None or not self.fresh.exists():
            return
        self.old += 1
        self.fresh.rename(self.fresh.with_name(f"{self.fresh.name}-{self.old}"))

    def add(self, wall: float, used: resource.struct_rusage) -> None:
        self.wall.append(wall)
        self.processor.append(used.ru_utime + used.ru_stime)
        self.memory.append(used.ru_maxrss // 1024)

    def row(self) -> str:
        figures = (statistics.median(self.processor), statistics.median(self.wall))
        memory = statistics.median(self.memory)
        return f"| {self.name} | {figures[0]:.2f} | {figures[1]:.2f} | {memory:.0f} |"


def measure(work: Sequence[Work], runs: int) -> str:
    """A table of medians. Each run of a command follows one of every other."""
    subprocess.run([MESHGEN, "--version"], check=True, stdout=subprocess.DEVNULL)
    for _ in range(runs):
        for each in work:
            each.run()
    rows = "\n".join(each.row() for each in work)
    return f"| work | CPU s | wall s | MiB |\n| --- | --- | --- | --- |\n{rows}"
