"""What an archive says on a machine that isn't as it should be: one line, with what to do."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from conformance.packed.jdks import MOVABLE, Jdk
from conformance.packed.program import MORE_TOOLS, TOOLS, few_tools
from conformance.shared.commands import Done, Word, must, run
from conformance.shared.report import Report

# A user who owns nothing here, so that modes count; root writes everywhere.
ANYBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


@dataclass(frozen=True)
class Trouble:
    """Both archives, unpacked, a JDK, and a folder for what the cases need."""

    report: Report
    plain: Path
    complete: Path
    jdk: Jdk
    work: Path

    @cached_property
    def path(self) -> str:
        return few_tools(self.work / "tools", *TOOLS, *MORE_TOOLS)

    def refuses(self, text: str, home: Path, says: str, **environment: str) -> None:
        done = run(home / "bin" / "meshgen", "--version", env={"PATH": self.path, **environment})
        told = done.code == 1 and is_one_line(done.err) and says in done.err and not done.out
        self.report.check(text, told, f"exit code {done.code}", done.text)

    def run_as_anybody(self, home: Path, **environment: str) -> Done:
        command: list[Word] = [home / "bin" / "meshgen", "--version"]
        prefix = ANYBODY if os.geteuid() == 0 else ()
        return run(*prefix, *command, env={"PATH": os.environ["PATH"], **environment})


def is_one_line(text: str) -> bool:
    return len(text.strip().splitlines()) == 1


def no_java(trouble: Trouble) -> None:
    says = "install a JDK 17 or newer"
    trouble.refuses("no Java is found", trouble.plain, says)
    trouble.refuses("JAVA_HOME names nothing", trouble.plain, says, JAVA_HOME="/nonexistent")


def old_java(trouble: Trouble) -> None:
    says = "is version 11.0.2; install a JDK 17 or newer, or set JAVA_HOME"
    home = fake_java(trouble.work / "jdk-11", "11.0.2")
    trouble.refuses("an old JDK", trouble.plain, says, JAVA_HOME=str(home))
    (home / "release").unlink()
    trouble.refuses(
        "an old JDK without a file of its version", trouble.plain, says, JAVA_HOME=str(home)
    )


def fake_java(home: Path, version: str) -> Path:
    (home / "bin").mkdir(parents=True)
    (home / "release").write_text(f'IMPLEMENTOR="Nobody"\nJAVA_VERSION="{version}"\n')
    program = home / "bin" / "java"
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2019-01-15' >&2\n")
    program.chmod(0o755)
    return home


def another_machine(trouble: Trouble) -> None:
    programs = trouble.work / "another"
    programs.mkdir()
    (programs / "uname").write_text("#!/bin/sh\necho Plan9 mips\n")
    (programs / "uname").chmod(0o755)
    says = "this machine is Plan9 mips; get its package"
    path = f"{programs}:{trouble.path}:{Path(must('which', 'sh').strip()).parent}"
    trouble.refuses("another machine", trouble.complete, says, PATH=path)


def a_folder_that_is_not_ours(trouble: Trouble) -> None:
    plain, complete = trouble.work / "plain", trouble.work / "complete"
    shutil.copytree(
        trouble.plain, plain, ignore=shutil.ignore_patterns("classes-*", ".launcher.lock")
    )
    shutil.copytree(trouble.complete, complete)
    must("chmod", "-R", "a-w,a+rX", plain, complete)
    cache = trouble.work / "cache"
    cache.mkdir(mode=0o777)
    cache.chmod(0o777)
    java = {"JAVA_HOME": str(trouble.jdk.home)}
    done = trouble.run_as_anybody(plain, **java)
    told = done.succeeded and is_one_line(done.err) and "XDG_CACHE_HOME" in done.err
    trouble.report.check("read-only, no cache: it says so, and runs", told, done.text)
    done = trouble.run_as_anybody(plain, XDG_CACHE_HOME=str(cache), **java)
    kept = list(cache.glob("meshgen/*classes-*"))
    trouble.report.check(
        "read-only: the cache has its classes", done.succeeded and not done.err and kept, done.text
    )
    for each in kept:
        leave_older_classes(plain, each.name.partition("-")[2])
    done = trouble.run_as_anybody(plain, XDG_CACHE_HOME=str(cache), **java)
    text = "read-only, with classes of an older Java: it says nothing"
    trouble.report.check(text, done.succeeded and not done.err, done.text)
    if trouble.jdk.version >= MOVABLE:
        done = trouble.run_as_anybody(complete)
        trouble.report.check(
            "read-only, self-contained: it says nothing", done.succeeded and not done.err, done.text
        )


def leave_older_classes(home: Path, name: str) -> None:
    """As the owner's run does, before the JVM is updated."""
    must("chmod", "u+w", home)
    (home / name).write_bytes(b"")
    os.utime(home / name, (0, 0))
    must("chmod", "a-w", home)


CASES: list[Callable[[Trouble], None]] = [
    no_java,
    old_java,
    another_machine,
    a_folder_that_is_not_ours,
]
