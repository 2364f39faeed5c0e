"""A copy of a tree in a git repository, and one script that runs on it."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from conformance.shared import places
from conformance.shared.commands import Done, must, run
from conformance.shared.pem import digests
from conformance.shared.report import Report
from conformance.steps.stage import CALLERS_OWN, FAST_KEYS, STAND_INS

PASSPHRASE = "for these checks only"
CHECK, STORE = "02-check-certificates.sh", "03-store-certificates.sh"
IDENTITY = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")


class Case:
    """What somebody prepared, and what a step does about it."""

    def __init__(self, report: Report, base: Path, home: Path) -> None:
        self.report, self.home = report, home
        shutil.copytree(base, home, symlinks=True)
        self.tree = next((home / "out").iterdir())
        self.pki, self.work = self.tree / "pki", self.tree / ".work"
        self.programs = home / "bin"
        self.programs.mkdir()
        for name in ("az", "curl"):
            (self.programs / name).symlink_to(STAND_INS)
        path = os.environ["PATH"]
        own = {"REHEARSAL": str(home), "REHEARSAL_PATH": path, "PATH": f"{self.programs}:{path}"}
        waits = {"MESH_WAIT_SECONDS": "1", "MESH_PAUSE_SECONDS": "0.1"}
        self.env = {**os.environ, **own, **waits, "MESHGEN_CA_PASSPHRASE": PASSPHRASE}
        for name in CALLERS_OWN:
            self.env.pop(name, None)

    def check(self, text: str, holds: object, *details: str) -> None:
        self.report.check(text, holds, *details)

    def script(self, name: str, *arguments: str, **more: str) -> Done:
        script = self.tree / "scripts" / name
        return run("bash", script, *arguments, env={**self.env, **more}, cwd=self.home)

    def refuses(self, text: str, message: str, script: str = CHECK, **more: str) -> Done:
        done = self.script(script, **more)
        told = done.code == 1 and message in done.err
        self.check(text, told, f"exit code {done.code}", done.text)
        return done

    def accepts(self, text: str, script: str = CHECK, **more: str) -> Done:
        done = self.script(script, **more)
        self.check(text, done.succeeded, done.text)
        return done

    def git(self, *words: str | Path) -> str:
        return must("git", "-C", self.home, *IDENTITY, *words)

    def roots(self) -> list[Path]:
        """Every file in which a root is trusted."""
        return [self.pki / "root-cert.pem", *self.pki.glob("*/root-cert.pem")]

    def program(self, name: str, text: str) -> None:
        """Puts a program first on PATH."""
        write_program(self.programs / name, text)

    def authority(self, name: str) -> Path:
        """A root of somebody else."""
        file, key = self.home / f"{name}.pem", self.home / f"{name}.key"
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        files = ("-keyout", key, "-out", file, "-days", "3650", "-subj", f"/CN={name}")
        must("openssl", "req", "-x509", *curve, *files)
        return file


Prepared = Callable[[Case], None]


def write_program(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def digest(file: Path) -> str:
    """SHA-256 of the one certificate in a file."""
    (only,) = digests(file.read_text())
    return only


def prepare(tree: Path, base: Path) -> None:
    """The tree with certificates of its own, committed."""
    copy = base / "out" / tree.name
    left_out = shutil.ignore_patterns("pki", ".work", ".terraform")
    shutil.copytree(tree, copy, ignore=left_out)
    text = (places.PROJECT / "samples" / tree.name / "mesh.yaml").read_text()
    (base / "mesh.yaml").write_text(text + FAST_KEYS)
    issue(base)
    tenant = re.search(r"tenantId: (\S+)", text)
    assert tenant, text
    (base / "tenant").write_text(tenant[1])
    must("git", "-C", base, "init", "--quiet")
    must("git", "-C", base, "add", "--all", "out", "mesh.yaml")
    must("git", "-C", base, *IDENTITY, "commit", "--quiet", "--message", "the mesh")
    (base / ".git" / "info" / "exclude").write_text("/tenant\n/bin\n/elsewhere\n/vault\n")


def issue(home: Path) -> None:
    env = {**os.environ, "MESHGEN_CA_PASSPHRASE": PASSPHRASE}
    done = run(places.MESHGEN, "ca", "issue", home / "mesh.yaml", cwd=home, env=env)
    assert done.succeeded, done.text
