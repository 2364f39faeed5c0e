"""The one way to report: a line for each check, and a closing line that counts them."""

import sys
from collections.abc import Mapping
from typing import TextIO

from conformance.shared import places

# What is, and what should be.
Fact = tuple[object, object]


# The end of a tool's explanation says why it failed.
SHOWN_LINES = 40


class Report:
    """What one run has found; it prints as it goes, so that a slow run shows its progress."""

    def __init__(self, name: str, out: TextIO | None = None, prefix: str = "") -> None:
        """`prefix` begins the text of each check."""
        self.name, self.prefix = name, prefix
        self.out = out or sys.stdout
        self.passed = 0
        self.failures: list[str] = []
        self.skipped: list[str] = []

    def say(self, line: str) -> None:
        print(line, file=self.out, flush=True)

    def check(self, text: str, holds: object, *details: str) -> bool:
        """Reports one check; the details are shown where it does not hold."""
        if holds:
            self.passed += 1
            self.say(f"ok      {self.prefix}{text}")
        else:
            self.fail(text, *details)
        return bool(holds)

    def fail(self, text: str, *details: str) -> None:
        self.failures.append(text)
        self.say(f"FAILED  {self.prefix}{text}")
        for detail in details:
            for line in detail.strip().splitlines()[-SHOWN_LINES:]:
                self.say(f"        {line}")

    def facts(self, thing: str, facts: Mapping[str, Fact]) -> bool:
        """Each fact is a check; those that hold share one line."""
        good = [name for name, (actual, expected) in facts.items() if actual == expected]
        self.passed += len(good)
        if good:
            self.say(f"ok      {self.prefix}{thing}: {', '.join(good)}")
        for name, (actual, expected) in facts.items():
            if actual != expected:
                self.fail(f"{thing}: {name} is {actual!r}, expected {expected!r}")
        return len(good) == len(facts)

    def only_fails(self, copy: str, fact: str, facts: Mapping[str, Fact]) -> bool:
        """A copy with one fault is a check of the facts: exactly the one about it must fail."""
        wrong = sorted(name for name, (actual, expected) in facts.items() if actual != expected)
        return self.check(f"{copy}: only `{fact}` fails", wrong == [fact], f"wrong: {wrong}")

    def skip(self, what: str, why: str) -> None:
        """A tool that is missing; a run that requires its tools fails."""
        self.skipped.append(what)
        self.say(f"skipped: {what} not found ({why})")

    def skip_optional(self, what: str) -> None:
        """A tool that no package registry has; its absence fails no run."""
        self.say(f"skipped: {what} not found (optional)")

    def close(self) -> int:
        """Prints the closing line and returns the exit code."""
        if not self.passed and not self.failures and not self.skipped:
            self.fail("something was judged")
        if self.skipped and places.tools_are_required():
            self.say(f"{self.name}: this run requires the tools that it skipped")
        counts = f"{self.passed} passed, {len(self.failures)} failed, {len(self.skipped)} skipped"
        self.say(f"{self.name}: {counts}")
        return 1 if self.failures or (self.skipped and places.tools_are_required()) else 0
