"""What terraform would tell the scripts: the outputs of an apply against a mocked provider."""

import json
import shutil
from pathlib import Path
from typing import Any

from conformance.shared.commands import CommandError, must

ONE_APPLY = '\nrun "outputs" {\n  command = apply\n}\n'


def state_of(tree: Path, copy: Path) -> dict[str, Any]:
    """The tree's state after one apply, with the mocks of its own test but without its runs."""
    shutil.copytree(tree / "terraform", copy)
    test = copy / "tests" / "mesh.tftest.hcl"
    test.write_text(test.read_text().split('\nrun "', 1)[0] + ONE_APPLY)
    must("terraform", "init", "-backend=false", "-input=false", cwd=copy)
    printed = must("terraform", "test", "-json", "-verbose", cwd=copy)
    for line in printed.splitlines():
        if '"type":"test_state"' in line:
            state: dict[str, Any] = json.loads(line)["test_state"]
            if state.get("outputs"):
                return state
    raise CommandError(f"terraform test of {tree} told no outputs:\n{printed[-2000:]}")
