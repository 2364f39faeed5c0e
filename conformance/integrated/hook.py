"""pre-commit with our hook, in a repository that uses it."""

import os
from pathlib import Path

from conformance.integrated.user import FAULTS, UserRepository
from conformance.packed.jdks import installed_jdks
from conformance.packed.making import copy_sources
from conformance.shared.commands import found, must, run
from conformance.shared.report import Report


def judge_hook(report: Report, user: UserRepository, work: Path) -> None:
    if not found("pre-commit"):
        report.skip("pre-commit", "run conformance/tools/install integrations")
        return
    # pre-commit clones what it runs, so the sources have to be a commit.
    sources = UserRepository(copy_sources(work / "sources", installed_jdks()[0]).folder)
    must("git", "init", "--quiet", sources.folder)
    sources.commit("meshgen")
    revision = sources.git("rev-parse", "HEAD").strip()
    hook = f"  - repo: {sources.folder}\n    rev: {revision}\n    hooks: [{{id: meshgen-check}}]\n"
    (user.folder / ".pre-commit-config.yaml").write_text(f"repos:\n{hook}")
    user.commit("run meshgen before each commit")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(work / "pre-commit")}
    for fault, word in FAULTS.items():
        commit = user.copy(work / f"hook-{fault.__name__}")
        fault(commit)
        commit.git("add", "--all")
        done = run("pre-commit", "run", cwd=commit.folder, env=environment)
        holds = word in done.out and done.succeeded == (not word) and "meshgen check" in done.out
        passes = "fails" if word else "passes"
        report.check(f"pre-commit: {fault.__name__.replace('_', ' ')} {passes}", holds, done.text)
