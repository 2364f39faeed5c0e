"""What every stand-in shares: it writes down how it was called, and fails where the rehearsal wants it to."""

import json
import os
import shutil
import sys
from pathlib import Path

HOME = Path(os.environ["REHEARSAL"])
STEP = os.environ.get("MESH_STEP", "")

# Options whose value is not a word of the command.
VALUED = {"--context", "--namespace"}


def words(arguments):
    """The command without its options: `keyvault secret set`."""
    found, skip = [], False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in VALUED:
            skip = True
        elif argument.startswith("-"):
            if found:
                break
        elif len(found) < 4:
            found.append(argument)
    return " ".join(found)


def kept(argument):
    """Temporary files are gone when the rehearsal looks at them, so those that hold no key are copied."""
    path = argument.removeprefix("@")
    if (
        "/.work/tmp." not in path
        or not os.path.isfile(path)
        or "PRIVATE KEY" in Path(path).read_text(errors="replace")
    ):
        return argument
    folder = HOME / "files"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{len(os.listdir(folder))}-{os.path.basename(path)}"
    shutil.copy(path, copy)
    return argument[: len(argument) - len(path)] + str(copy)


def called(tool):
    """Records this call and returns its arguments."""
    arguments = sys.argv[1:]
    line = json.dumps(
        {
            "step": STEP,
            "tool": tool,
            "words": words(arguments),
            "arguments": [kept(each) for each in arguments],
        }
    )
    with open(HOME / "calls.jsonl", "a") as calls:
        calls.write(line + "\n")
    fault = HOME / "fault.json"
    if fault.exists():
        wanted = json.loads(fault.read_text())
        if (
            wanted["step"] == STEP
            and wanted["tool"] == tool
            and words(arguments).startswith(wanted["words"])
            and wanted["argument"] in (None, *arguments)
        ):
            sys.exit(f"injected fault: {tool} {words(arguments)}")
    return arguments
