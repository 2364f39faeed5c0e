"""A command's end is told in full."""

import sys

import pytest

from conformance.shared.commands import CommandError, found, must, run


def test_a_command_tells_its_code_and_what_it_printed() -> None:
    program = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    done = run(sys.executable, "-c", program)
    assert (done.code, done.out, done.err, done.text) == (3, "out\n", "err\n", "out\nerr\n")
    assert not done.succeeded


def test_a_command_without_input_finds_none() -> None:
    assert run("cat").out == ""
    assert run("cat", text="a line\n").out == "a line\n"


def test_a_command_that_has_to_succeed_tells_why_it_did_not() -> None:
    assert must("echo", "fine") == "fine\n"
    with pytest.raises(CommandError, match=r"sh -c echo no >&2; exit 4: exit code 4\nno"):
        must("sh", "-c", "echo no >&2; exit 4")


def test_a_program_is_found_on_path_or_not() -> None:
    assert found("sh")
    assert not found("no-such-program")
