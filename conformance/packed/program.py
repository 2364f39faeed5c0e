"""An unpacked meshgen, used as README.md says."""

import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.shared import places
from conformance.shared.commands import Done, Word, run
from conformance.shared.report import Report

PASSPHRASE = "for these checks only"
# All that the launcher asks of a system, besides a Java where it brings none.
TOOLS = ("bash", "dirname", "env", "readlink", "uname")
MORE_TOOLS = ("cksum", "cut", "flock", "mkdir", "mktemp", "mv", "rm", "sed")
INIT = ("--name", "contoso", "--cluster", "one=westeurope", "--cluster", "two=northeurope")
RUNS = 5
SAMPLE = places.PROJECT / "samples" / "two-regions" / "mesh.yaml"


@dataclass(frozen=True, eq=False)
class Program:
    """A way to run meshgen: the words before its arguments, and all of its environment."""

    name: str
    words: tuple[Word, ...]
    environment: Mapping[str, str]

    def run(self, *arguments: Word, **more: str) -> Done:
        return run(*self.words, *arguments, env={**self.environment, **more})


def unpack(archive: Path, folder: Path) -> Path:
    """Unpacks as tar does, with modes and times; returns the one folder in it."""
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="tar")
    (only,) = folder.iterdir()
    return only


def few_tools(folder: Path, *names: str) -> str:
    """A PATH with these programs and no others."""
    folder.mkdir(parents=True)
    for name in names:
        program = shutil.which(name)
        assert program, name
        (folder / name).symlink_to(Path(program).resolve())
    return str(folder)


def do_the_main_job(
    report: Report, program: Program, folder: Path, named: str | None = None
) -> None:
    """From nothing to a tree with certificates; `named` is what the program calls the folder."""
    tree = folder / "out" / "contoso"
    place = named or str(folder)
    spec = f"{place}/mesh.yaml"
    passphrase = {"MESHGEN_CA_PASSPHRASE": PASSPHRASE}
    begun = program.run("init", *INIT, place)
    report.check(
        f"{program.name}: init", begun.succeeded and (folder / "mesh.yaml").is_file(), begun.text
    )
    valid = program.run("validate", spec)
    report.check(
        f"{program.name}: validate", valid.succeeded and "is valid" in valid.out, valid.text
    )
    made = program.run("generate", spec, "-d", f"{place}/out/contoso", **passphrase)
    report.check(
        f"{program.name}: generate", made.succeeded and (tree / "README.md").is_file(), made.text
    )
    keys = [tree / "pki" / "private" / "root-key.pem", *tree.glob("pki/private/*/ca-key.pem")]
    modes = {each.name: oct(each.stat().st_mode & 0o777) for each in keys if each.is_file()}
    report.check(
        f"{program.name}: the keys are their owner's", set(modes.values()) == {"0o600"}, str(modes)
    )
    done = program.run("ca", "verify", spec, "-d", f"{place}/out/contoso", **passphrase)
    sound = done.succeeded and "Sound: " in done.text
    report.check(f"{program.name}: ca verify", sound, done.text)
    guard(report, program, spec, tree, f"{place}/out/contoso")


def guard(report: Report, program: Program, spec: str, tree: Path, named: str) -> None:
    checked = program.run("check", spec, "-d", named)
    report.check(f"{program.name}: check", checked.code == 0, checked.text)
    (tree / "README.md").unlink()
    (tree / "terraform" / "extra.tf").write_text("")
    checked = program.run("check", spec, "-d", named)
    told = checked.code == 2 and "README.md" in checked.out and "extra.tf" in checked.out
    report.check(f"{program.name}: check finds a deleted and an extra file", told, checked.text)


def say_times(report: Report, work: Mapping[Program, tuple[Word, Word]]) -> None:
    """Prints how long a start takes, and the main job, of specification and tree of each.

    Each round runs every program, so that what else the machine does disturbs all of them alike.
    """
    start = least_seconds(dict.fromkeys(work, ("--version",)))
    made = least_seconds(
        {
            each: ("generate", "--without-ca", spec, "-d", tree)
            for each, (spec, tree) in work.items()
        }
    )
    for each in work:
        times = f"--version {start[each]:.2f} s, generate {made[each]:.2f} s"
        report.say(f"        {each.name}: {times}")


def least_seconds(job: Mapping[Program, tuple[Word, ...]]) -> dict[Program, float]:
    """The least of several runs, which the machine's other work disturbs least."""
    rounds = [
        {program: elapsed(program, arguments) for program, arguments in job.items()}
        for _ in range(RUNS)
    ]
    return {program: min(each[program] for each in rounds) for program in job}


def elapsed(program: Program, arguments: tuple[Word, ...]) -> float:
    begun = time.monotonic()
    subprocess.run(
        [os.fspath(each) for each in (*program.words, *arguments)],
        env=dict(program.environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.monotonic() - begun
