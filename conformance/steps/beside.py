"""Runs programs beside each other and shows what each prints in one piece, in their order.

A rehearsal waits for pods, polls and Azure for half of its time.
"""

import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.2


@dataclass(frozen=True)
class Program:
    """What is to run, with its whole environment."""

    command: Sequence[str]
    env: Mapping[str, str]


def run_beside(programs: Sequence[Program], at_once: int) -> list[int]:
    """Returns the exit codes. The first program prints as it goes, the others when it is theirs."""
    codes: list[int] = []
    with tempfile.TemporaryDirectory(prefix="beside-") as folder, _started() as started:
        while len(codes) < len(programs):
            running = [each for each in started if each.process.poll() is None]
            for number in range(len(started), len(programs))[: at_once - len(running)]:
                started.append(_start(programs[number], Path(folder) / str(number), not number))
            codes += _codes_in_order(started[len(codes) :])
            time.sleep(PAUSE)
    return codes


@dataclass(frozen=True)
class _Started:
    """A program that was started, and the file of what it prints."""

    process: subprocess.Popen[bytes]
    output: Path | None


def _start(program: Program, output: Path, prints: bool) -> _Started:
    if prints:
        return _Started(subprocess.Popen(program.command, env=program.env), None)
    with output.open("w") as file:
        process = subprocess.Popen(
            program.command, env=program.env, stdout=file, stderr=subprocess.STDOUT
        )
    return _Started(process, output)


def _codes_in_order(started: list[_Started]) -> list[int]:
    """The codes of those that ended, up to the first that has not; what they printed is shown."""
    codes = []
    for each in started:
        code = each.process.poll()
        if code is None:
            break
        if each.output:
            print(each.output.read_text(errors="replace"), end="", flush=True)
        codes.append(code)
    return codes


@contextmanager
def _started() -> Iterator[list[_Started]]:
    """Ends what still runs, however this ends."""
    started: list[_Started] = []
    try:
        yield started
    finally:
        for each in started:
            if each.process.poll() is None:
                each.process.kill()
                each.process.wait()
