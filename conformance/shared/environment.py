"""The values of a tree's scripts/env.sh, as the shell reads them."""

import os
import re
from pathlib import Path

from conformance.shared.commands import must

Value = str | dict[str, str]

# Tells the variables that the file sets or declares, and none of the shell's own.
PROGRAM = r"""
set -euo pipefail
names() { declare -p | sed -nE 's/^declare -[^ ]+ ([A-Z_]+)(=.*)?$/\1/p'; }
known=" $(names | tr '\n' ' ')"
source "$1"
for name in $(names); do
  [[ $known == *" $name "* || $name == BASH* || $name == _ ]] || declare -p "$name"
done
"""


class Environment:
    """Variables by name: a string, a list, or texts by key."""

    def __init__(self, values: dict[str, Value]) -> None:
        self.values = values

    def text(self, name: str) -> str:
        value = self.values[name]
        assert isinstance(value, str), name
        return value

    def table(self, name: str) -> dict[str, str]:
        value = self.values[name]
        assert isinstance(value, dict), name
        return value

    def items(self, name: str) -> list[str]:
        """An array's elements; bash tells it as a table of indices."""
        return list(self.table(name).values())


def read_environment(tree: Path) -> Environment:
    alone = ("env", "-i", f"PATH={os.environ['PATH']}")  # A caller may have a MESH of its own.
    printed = must(*alone, "bash", "-c", PROGRAM, "-", tree / "scripts" / "env.sh")
    values: dict[str, Value] = {}
    for line in printed.splitlines():
        if found := re.match(r"declare (-\S+) ([^=]+)(?:=(.*))?$", line):
            flags, name, value = found.groups()
            if "a" in flags.lower():
                pairs = re.findall(r'\[([^]]+)\]="([^"]*)"', value or "")
                values[name] = {key.strip('"'): each for key, each in pairs}
            else:
                values[name] = (value or "").strip('"')
    return Environment(values)
