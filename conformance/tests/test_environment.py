"""The scripts' values are read as the shell reads them."""

from pathlib import Path

import pytest

from conformance.shared.environment import read_environment

ENV_SH = """
MESH=two-regions
CLUSTERS=(one two)
NONE=()
declare -A HOST URL_PATH EMPTY
HOST[shop]=shop.example
HOST["two words"]='a b'
URL_PATH[shop]=/
"""


def test_strings_lists_and_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESH", "of the caller")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "env.sh").write_text(ENV_SH)
    found = read_environment(tmp_path)
    assert found.text("MESH") == "two-regions"
    assert found.items("CLUSTERS") == ["one", "two"]
    assert found.items("NONE") == []
    assert found.table("EMPTY") == {}
    assert found.table("HOST") == {"shop": "shop.example", "two words": "a b"}
    assert sorted(found.values) == ["CLUSTERS", "EMPTY", "HOST", "MESH", "NONE", "URL_PATH"]
