"""What is asked of this program itself: what `conformance/lint` runs."""

import os

from conformance.shared import places
from conformance.shared.commands import found, run
from conformance.shared.report import Report

SETTINGS = "conformance/pyproject.toml"


def entry_points() -> list[str]:
    """The programs without a suffix, which mypy does not find by itself."""
    programs = [each for each in places.CONFORMANCE.rglob("*") if is_program(each.name)]
    heads = {each: each.read_bytes()[:64] for each in programs if each.is_file()}
    python = [each for each, head in heads.items() if head.startswith(b"#!/usr/bin/env python3")]
    return sorted(str(each.relative_to(places.PROJECT)) for each in python)


def is_program(name: str) -> bool:
    return "." not in name


def main() -> int:
    places.use_installed_tools()
    report = Report("lint")
    checks = {
        "the format": ["ruff", "format", "--check", "--diff", "--config", SETTINGS],
        "the rules": ["ruff", "check", "--config", SETTINGS],
        "the types": ["mypy", "--strict", "--config-file", SETTINGS],
        "the tests": ["pytest", "-c", SETTINGS, "--rootdir", "conformance"],
    }
    environment = {**os.environ, "PYTHONPATH": str(places.PROJECT)}
    programs = entry_points()
    for what, words in checks.items():
        tool = words[0]
        if not found(tool):
            report.skip(tool, "run conformance/tools/install lint")
            continue
        files = ["conformance/tests"] if tool == "pytest" else ["conformance", *programs]
        done = run(*words, *files, cwd=places.PROJECT, env=environment)
        report.check(f"{what} ({' '.join(words[:2])})", done.succeeded, done.text)
        if tool == "pytest":
            report.say(done.out.strip().splitlines()[-1] if done.out else done.err)
    return report.close()
