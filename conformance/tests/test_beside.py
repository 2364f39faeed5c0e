"""How rehearsals run beside each other."""

import os
import sys
import time
from pathlib import Path

import pytest

from conformance.steps.beside import Program, run_beside


def program(text: str) -> Program:
    return Program([sys.executable, "-c", text], os.environ)


def test_each_is_shown_in_one_piece_and_in_its_order(capfd: pytest.CaptureFixture[str]) -> None:
    slow = "import time; print('a1', flush=True); time.sleep(1); print('a2')"
    quick = "import sys; print('b1', flush=True); print('b2', file=sys.stderr)"
    codes = run_beside([program(slow), program(quick), program("print('c'); exit(3)")], 2)
    assert codes == [0, 0, 3]
    assert capfd.readouterr().out.split() == ["a1", "a2", "b1", "b2", "c"]


def test_no_more_run_at_once_than_asked(tmp_path: Path) -> None:
    text = f"""
import os, pathlib, time
folder = pathlib.Path({str(tmp_path)!r})
(folder / str(os.getpid())).touch()
(folder / f"most-{{len([e for e in folder.iterdir() if e.name.isdigit()])}}").touch()
time.sleep(0.5)
(folder / str(os.getpid())).unlink()
"""
    assert run_beside([program(text)] * 4, 2) == [0] * 4
    assert {each.name for each in tmp_path.iterdir()} <= {"most-1", "most-2"}


def test_what_runs_is_ended_where_the_run_is_stopped(tmp_path: Path) -> None:
    late = tmp_path / "late"
    text = f"import pathlib, time; time.sleep(2); pathlib.Path({str(late)!r}).touch()"
    with pytest.raises(FileNotFoundError):
        run_beside([program(text), Program(["/no/such/program"], os.environ)], 2)
    time.sleep(2.5)
    assert not late.exists()
