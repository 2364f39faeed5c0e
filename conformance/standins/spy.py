"""A real program, its calls recorded."""

import os
import shutil
import sys
from pathlib import Path

from conformance.standins.recording import called


def main() -> None:
    tool = Path(sys.argv[0]).name
    arguments = called(tool)
    os.environ["PATH"] = os.environ["REHEARSAL_PATH"]
    program = shutil.which(tool)
    if not program:
        sys.exit(f"{tool}: not found")
    os.execv(program, [tool, *arguments])
