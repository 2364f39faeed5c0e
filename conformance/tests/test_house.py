"""What holds for all of this program's code, and no tool checks."""

import ast
from pathlib import Path

import pytest

from conformance.shared import places
from conformance.shared.commands import must
from conformance.shared.lint import entry_points

LONGEST = 40
SOURCES = sorted(
    [*places.CONFORMANCE.rglob("*.py"), *(places.PROJECT / each for each in entry_points())]
)


@pytest.mark.parametrize("source", SOURCES, ids=lambda each: str(each.name))
def test_no_function_is_longer_than_a_screen(source: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lines = [(each.name, (each.end_lineno or 0) - each.lineno + 1) for each in functions]
    assert [each for each in lines if each[1] > LONGEST] == []


def test_the_repository_names_no_folder_beside_it() -> None:
    beside = "../" + "shared"
    files = must("git", "ls-files", "-z", cwd=places.PROJECT).split("\0")
    paths = [places.PROJECT / each for each in files if each]
    assert [each for each in paths if each.is_file() and beside.encode() in each.read_bytes()] == []
