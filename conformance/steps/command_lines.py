"""What is asked of the az command lines: that none was missed, and that the real az parses them."""

import concurrent.futures
import os
import re
from collections.abc import Iterable

from conformance.shared import places
from conformance.shared.commands import Word, run
from conformance.steps.stage import Call, Stage

# A command in a script: `azure keyvault secret set`, of which a word may be a variable.
COMMAND = re.compile(
    r'(?:^|[\s(!])azure ((?:[a-z][a-z0-9-]*|"\$\w+")(?: [a-z"$0-9 -]+?)??)(?= --| -|$| \\)'
)
# Scripts that the steps read, so that their calls are those of a step.
SOURCED = ("lib", "preflight")
TEMPORARY = re.compile(r"/\.work/tmp\.\w+/|/files/\d+-")


def every_az_command_was_seen(stage: Stage) -> None:
    seen = {(each["step"], each["words"]) for each in calls_of_az(stage)}
    held = {
        (script.stem, found[1])
        for script in (stage.tree / "scripts").glob("*.sh")
        for line in script.read_text().splitlines()
        if (found := COMMAND.search(line))
    }
    missing = [
        f"{script}.sh: az {command}"
        for script, command in sorted(held)
        if not any(
            re.fullmatch(pattern_of(command), words) and script in (*SOURCED, step)
            for step, words in seen
        )
    ]
    text = f"all {len(held)} az commands of the scripts were seen"
    stage.check(text, held and not missing, *missing)


def pattern_of(command: str) -> str:
    """A variable stands for one word."""
    words = re.escape(command).replace("\\ ", " ")
    return re.sub(r'\\?"\\?\$\w+\\?"', r"\\S+", words)


def az_parses(stage: Stage) -> None:
    """The real az takes every command line that was recorded, up to where it asks for a login."""
    lines = list({line_of(each): each["arguments"] for each in calls_of_az(stage)}.values())
    refused = refusals(stage, "az", lines)
    stage.check(
        f"the real az parses all {len(lines)} command lines", lines and not refused, *refused
    )


def oldest_az_parses(stage: Stage) -> None:
    """And so does the oldest az that the steps accept, which knows fewer options."""
    program = places.oldest_az()
    if not program.exists():
        stage.report.skip("the oldest az", "run conformance/tools/install rehearsal")
        return
    library = (stage.tree / "scripts" / "lib.sh").read_text()
    needed = re.search(r"the steps need ([0-9.]+)", library)
    least = needed[1] if needed else "of no version"
    query = ("version", "--query", '"azure-cli"', "--output", "tsv")
    found = run(program, *query).out.strip()
    lines = list({kind_of(each): each["arguments"] for each in calls_of_az(stage)}.values())
    refused = refusals(stage, program, lines)
    text = f"az {least}, the oldest that the steps accept, parses all {len(lines)} kinds of command"
    stage.check(f"{text} lines", lines and found == least and not refused, found, *refused)


def line_of(call: Call) -> tuple[str, ...]:
    """The command line; each run has temporary files of other names."""
    return tuple(TEMPORARY.sub("/", each) for each in call["arguments"])


def kind_of(call: Call) -> tuple[str, ...]:
    """The command and its options."""
    return (call["words"], *(each for each in call["arguments"] if each.startswith("--")))


def calls_of_az(stage: Stage) -> list[Call]:
    return [each for each in stage.recorded() if each["tool"] == "az"]


def refusals(stage: Stage, program: Word, lines: Iterable[Iterable[str]]) -> list[str]:
    """Az without a login: it parses, and then asks for one."""
    empty = stage.home / "no-login"
    empty.mkdir(exist_ok=True)
    env = {**os.environ, "AZURE_CONFIG_DIR": str(empty)}

    def parse(arguments: Iterable[str]) -> str | None:
        done = run(program, *arguments, env=env, cwd=stage.home)
        fine = done.succeeded or (done.code == 1 and "az login" in done.err)
        said = f"az {' '.join(arguments)}: {done.code} {done.err.strip()[-200:]}"
        return None if fine else said

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [each for each in pool.map(parse, lines) if each]
