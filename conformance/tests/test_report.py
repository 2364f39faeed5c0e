"""The report tells what it was told, counts it, and fails where it should."""

import io

import pytest

from conformance.shared.report import Report


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture(autouse=True)
def tools_are_not_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("MESHGEN_REQUIRE_TOOLS", raising=False)


def test_a_run_in_which_all_holds_passes(out: io.StringIO) -> None:
    report = Report("manifests", out)
    assert report.check("a cluster has a name", "one")
    assert report.facts("one", {"color": ("blue", "blue"), "size": (2, 2)})
    assert report.close() == 0
    assert out.getvalue().splitlines() == [
        "ok      a cluster has a name",
        "ok      one: color, size",
        "manifests: 3 passed, 0 failed, 0 skipped",
    ]


def test_a_failure_shows_what_the_tool_said_and_fails_the_run(out: io.StringIO) -> None:
    report = Report("terraform", out)
    assert not report.check("terraform validate", False, "Error: no\n  such argument\n")
    assert report.close() == 1
    assert out.getvalue().splitlines() == [
        "FAILED  terraform validate",
        "        Error: no",
        "          such argument",
        "terraform: 0 passed, 1 failed, 0 skipped",
    ]


def test_a_wrong_fact_says_what_is_and_what_should_be(out: io.StringIO) -> None:
    report = Report("manifests", out)
    assert not report.facts("one", {"size": (2, 2), "color": ("red", "blue")})
    assert (report.passed, len(report.failures)) == (1, 1)
    assert "FAILED  one: color is 'red', expected 'blue'" in out.getvalue()


def test_of_a_long_explanation_the_end_is_shown(out: io.StringIO) -> None:
    Report("rehearsal", out).fail("a step", "\n".join(f"line {each}" for each in range(100)))
    lines = out.getvalue().splitlines()
    assert lines[-1].strip() == "line 99"
    assert len(lines) < 50


def test_a_run_that_judges_nothing_fails(out: io.StringIO) -> None:
    assert Report("picture", out).close() == 1


def test_a_missing_tool_is_skipped(out: io.StringIO) -> None:
    report = Report("picture", out)
    report.skip("chromium", "no picture is looked at")
    assert report.close() == 0
    assert out.getvalue().splitlines() == [
        "skipped: chromium not found (no picture is looked at)",
        "picture: 0 passed, 0 failed, 1 skipped",
    ]


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("MESHGEN_REQUIRE_TOOLS", "1")])
def test_a_missing_tool_fails_a_run_that_requires_it(
    out: io.StringIO, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    report = Report("picture", out)
    report.check("a picture", True)
    report.skip("chromium", "no picture is looked at")
    assert report.close() == 1


def test_a_missing_optional_tool_fails_no_run(
    out: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    report = Report("manifests", out)
    report.check("an Ingress", True)
    report.skip_optional("agic-render")
    assert report.close() == 0
    assert "skipped: agic-render not found (optional)" in out.getvalue()


def test_a_broken_copy_must_fail_in_its_own_fact_only(out: io.StringIO) -> None:
    report = Report("checks", out)
    assert report.only_fails("copy", "one", {"one": (1, 2), "two": (2, 2)})
    assert not report.only_fails("copy", "one", {"one": (1, 2), "two": (1, 2)})
    assert not report.only_fails("copy", "one", {"one": (2, 2), "two": (2, 2)})
    assert len(report.failures) == 2
