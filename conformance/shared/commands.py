"""The one way to run a command."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Word = str | os.PathLike[str]


@dataclass(frozen=True)
class Done:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def succeeded(self) -> bool:
        return self.code == 0

    @property
    def text(self) -> str:
        """Everything that it printed."""
        return self.out + self.err


def run(
    *command: Word,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    text: str | None = None,
) -> Done:
    """Runs a command to its end. `env` is its whole environment; `text` is its standard input."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        input=text if text is not None else "",
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def must(*command: Word, cwd: Path | None = None, text: str | None = None) -> str:
    """Runs a command that has to succeed and returns what it prints."""
    done = run(*command, cwd=cwd, text=text)
    if not done.succeeded:
        words = " ".join(os.fspath(word) for word in command)
        raise CommandError(f"{words}: exit code {done.code}\n{done.text.strip()[-2000:]}")
    return done.out


class CommandError(Exception):
    """A command failed on which everything else depends."""


def found(program: str) -> bool:
    return shutil.which(program) is not None
