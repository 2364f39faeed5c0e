"""What every stand-in shares: it records how it was called, and fails where it is told to."""

import json
import os
import shutil
import sys
import time
from pathlib import Path

HOME = Path(os.environ.get("REHEARSAL", "/nowhere"))
STEP = os.environ.get("MESH_STEP", "")
# Seconds before each secret is stored.
PAUSE = "REHEARSAL_PAUSE"

# Options whose value is not a word of the command.
VALUED = {"--context", "--namespace"}
MOST_WORDS = 4


def words(arguments: list[str]) -> str:
    """The command without its options: `keyvault secret set`."""
    found: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument in VALUED:
            next(rest, None)
        elif argument.startswith("-"):
            if found:
                break
        elif len(found) < MOST_WORDS:
            found.append(argument)
    return " ".join(found)


def kept(argument: str) -> str:
    """Temporary files are gone when the rehearsal looks, so those without a key are copied."""
    path = Path(argument.removeprefix("@"))
    if "/.work/tmp." not in argument or not path.is_file():
        return argument
    if "PRIVATE KEY" in path.read_text(errors="replace"):
        return argument
    folder = HOME / "files"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{len(list(folder.iterdir()))}-{path.name}"
    shutil.copy(path, copy)
    return ("@" if argument.startswith("@") else "") + str(copy)


def called(tool: str) -> list[str]:
    """Records this call and returns its arguments."""
    arguments = sys.argv[1:]
    call = {
        "step": STEP,
        "tool": tool,
        "words": words(arguments),
        "arguments": [kept(each) for each in arguments],
    }
    with (HOME / "calls.jsonl").open("a") as calls:
        calls.write(json.dumps(call) + "\n")
    if words(arguments) == "keyvault secret set":
        # The driver reads Key Vault at any moment: with a pause, at each one.
        time.sleep(float(os.environ.get(PAUSE, "0")))
    fault = HOME / "fault.json"
    if fault.exists() and is_wanted(json.loads(fault.read_text()), tool, arguments):
        sys.exit(f"injected fault: {tool} {words(arguments)}")
    return arguments


def is_wanted(fault: dict[str, str | None], tool: str, arguments: list[str]) -> bool:
    """Whether this is the call that has to fail."""
    return (
        (fault["step"], fault["tool"]) == (STEP, tool)
        and words(arguments).startswith(fault["words"] or "")
        and fault["argument"] in (None, *arguments)
    )


def option(arguments: list[str], name: str) -> str | None:
    return arguments[arguments.index(name) + 1] if name in arguments else None
