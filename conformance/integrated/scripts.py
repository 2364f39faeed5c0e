"""The shell scripts of the action and of the templates, run as their service does."""

import hashlib
import json
import os
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.integrated.user import FAULTS, UserRepository
from conformance.shared import places
from conformance.shared.commands import Done, found, must, run
from conformance.shared.report import Report

TO_JSON = "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))"


@dataclass(frozen=True)
class Service:
    """A service's file, its scripts in their order, and what their variables are."""

    name: str
    scripts: list[str]
    variables: dict[str, str]
    sarif: str = "meshgen.sarif"
    shell: tuple[str, ...] = field(
        default=("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
    )


def documents(file: Path) -> list[Any]:
    python = places.installed() / "integrations" / "bin" / "python"
    read: list[Any] = json.loads(must(python, "-c", TO_JSON, file))
    return read


def services(work: Path) -> list[Service]:
    package = stand_in_package(work / "package.tar.gz")
    installed = {
        "PACKAGE": str(package),
        "SHA256": hashlib.sha256(package.read_bytes()).hexdigest(),
        "SPECIFICATION": "mesh.yaml",
        "ALLOW": "",
    }
    (action,) = documents(places.PROJECT / "action.yml")
    (azure,) = documents(places.PROJECT / "ci" / "azure-pipelines.yml")
    _, gitlab = documents(places.PROJECT / "ci" / "gitlab-ci.yml")
    own = {
        "MESHGEN": str(places.MESHGEN),
        "SPECIFICATION": "mesh.yaml",
        "OUTPUT_DIR": "",
        "ALLOW": "",
    }
    agent = {**installed, "AGENT_TEMPDIRECTORY": str(work / "agent")}
    return [
        Service("action", [each["run"] for each in action["runs"]["steps"] if "run" in each], own),
        Service(
            "azure",
            [each["bash"] for each in azure["steps"] if "bash" in each],
            agent,
            "sarif/meshgen.sarif",
        ),
        # Its folder for the program goes with the runner's container.
        Service("gitlab", gitlab["meshgen check"]["script"], {**installed, "TMPDIR": str(work)}),
    ]


def stand_in_package(file: Path) -> Path:
    """An archive like a package, of this checkout's program; `packages` tries the real ones."""
    folder = file.parent / "meshgen-0"
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "meshgen"
    program.write_text(f'#!/bin/sh\nexec {places.MESHGEN} "$@"\n')
    program.chmod(0o755)
    with tarfile.open(file, "w:gz") as packed:
        packed.add(folder, "meshgen-0")
    return file


def judge_service(report: Report, service: Service, user: UserRepository, work: Path) -> None:
    judge_shell(report, service, work)
    for fault, word in FAULTS.items():
        commit = user.copy(work / f"{service.name}-{fault.__name__}")
        fault(commit)
        done = run_scripts(service, commit.folder, {})
        told = sarif(commit.folder / service.sarif)
        text = f"{service.name}: {fault.__name__.replace('_', ' ')}"
        if word:
            report.check(f"{text} fails", not done.succeeded and word in told, told, done.text)
        else:
            report.check(f"{text} passes", done.succeeded and told == "[]", told, done.text)
    allowed = user.copy(work / f"{service.name}-allowed")
    for name in ("backend.tf", "own file.tf"):
        (allowed.tree / "terraform" / name).write_text("")
    more = {"ALLOW": "terraform/backend.tf terraform/own*"}
    done = run_scripts(service, allowed.folder, more)
    report.check(f"{service.name}: allowed files pass", done.succeeded, done.text)
    judge_hostility(report, service, user.copy(work / f"{service.name}-hostile"))


def judge_hostility(report: Report, service: Service, user: UserRepository) -> None:
    more = {"SPECIFICATION": "mesh.yaml; touch taken", "ALLOW": "$(touch taken) `touch taken`"}
    done = run_scripts(service, user.folder, more)
    safe = not done.succeeded and not (user.folder / "taken").exists()
    report.check(f"{service.name}: a value is no command", safe, done.text)
    if "SHA256" in service.variables:
        done = run_scripts(service, user.folder, {"SHA256": "0" * 64})
        refused = not done.succeeded and "FAILED" in done.text
        report.check(f"{service.name}: another package is refused", refused, done.text)


def judge_shell(report: Report, service: Service, work: Path) -> None:
    if not found("shellcheck"):
        report.skip("shellcheck", "run conformance/tools/install integrations")
        return
    for number, script in enumerate(service.scripts):
        file = work / f"{service.name}-{number}.sh"
        file.write_text(f"#!/usr/bin/env bash\nset -e -o pipefail\n{script}")
        # The variables come from the service.
        done = run("shellcheck", "--severity=style", "--exclude=SC2154", file)
        report.check(f"{service.name}: shellcheck, script {number + 1}", done.succeeded, done.text)


def run_scripts(service: Service, folder: Path, more: dict[str, str]) -> Done:
    """Each script in a shell of its own, until one fails."""
    environment = {**os.environ, **service.variables, **more}
    done = Done(1, "", "there is no script")
    for script in service.scripts:
        done = run(*service.shell, "-c", script, cwd=folder, env=environment)
        if not done.succeeded:
            break
    return done


def sarif(file: Path) -> str:
    """The results, as text."""
    if not file.is_file():
        return f"{file} is missing"
    log = json.loads(file.read_text())
    return json.dumps([result for each in log["runs"] for result in each["results"]])
