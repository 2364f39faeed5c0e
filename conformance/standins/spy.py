"""A real program, its calls recorded."""

import json
import os
import shutil
import sys
from pathlib import Path

from conformance.standins.recording import HOME, called, words

# What leads a program to the simulated Azure, by program.
VARIABLES = HOME / "variables.json"
WILDCARD = "Wildcard support for Resource/Verb/Group is not enabled on server"


def main() -> None:
    tool = Path(sys.argv[0]).name
    arguments = called(tool)
    if is_wildcard_question(tool, arguments):
        print("no")
        sys.exit(WILDCARD)
    program = shutil.which(tool, path=os.environ["REHEARSAL_PATH"])
    if not program:
        sys.exit(f"{tool}: not found")
    os.environ.update(variables_of(tool))
    os.execv(program, [tool, *arguments])


def variables_of(tool: str) -> dict[str, str]:
    found = json.loads(VARIABLES.read_text()) if VARIABLES.exists() else {}
    own: dict[str, str] = found.get(tool, {})
    return own


def is_wildcard_question(tool: str, arguments: list[str]) -> bool:
    """Azure's authorization webhook need not answer it: guard has that off by default.

    https://github.com/kubeguard/guard/blob/master/authz/providers/azure/rbac/checkaccessreqhelper.go
    """
    return tool == "kubectl" and words(arguments).startswith("auth can-i") and "*" in arguments
