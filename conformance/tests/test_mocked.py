"""The mocked apply is one run with the mocks of the tree's own test."""

import json
from pathlib import Path

import pytest

from conformance.shared.commands import CommandError
from conformance.shared.mocked import state_of

TEST = """mock_provider "azurerm" {
}

run "networks" {
  command = plan
}

run "shared" {
  command = plan
}
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree, and a terraform that prints the states of a file in the tree."""
    folder = tmp_path / "tree" / "terraform" / "tests"
    folder.mkdir(parents=True)
    (folder / "mesh.tftest.hcl").write_text(TEST)
    program = tmp_path / "bin" / "terraform"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\n[ "$1" = init ] || cat states\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return tmp_path / "tree"


def tell(tree: Path, *states: object) -> None:
    lines = [json.dumps({"type": "test_state", "test_state": each}) for each in states]
    text = "\n".join(['{"type":"version"}', *lines]).replace('": "test_state"', '":"test_state"')
    (tree / "terraform" / "states").write_text(text)


def test_the_state_with_outputs_is_told(tree: Path, tmp_path: Path) -> None:
    tell(tree, {"outputs": {}}, {"outputs": {"a": {"value": 1}}})
    assert state_of(tree, tmp_path / "copy") == {"outputs": {"a": {"value": 1}}}
    test = (tmp_path / "copy" / "tests" / "mesh.tftest.hcl").read_text()
    assert test.startswith('mock_provider "azurerm"')
    assert test.count('run "') == 1
    assert (tree / "terraform" / "tests" / "mesh.tftest.hcl").read_text() == TEST


def test_an_apply_without_outputs_fails(tree: Path, tmp_path: Path) -> None:
    tell(tree)
    with pytest.raises(CommandError, match="no outputs"):
        state_of(tree, tmp_path / "copy")
