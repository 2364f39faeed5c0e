"""What is asked of the az command lines: that none was missed, and that the real az parses them."""

import concurrent.futures
import os
import re
import subprocess

from report import check


def every_az_command_was_seen(stage):
    seen = {(each["step"], each["words"]) for each in calls_of_az(stage)}
    held = set()
    for script in (stage.tree / "scripts").glob("*.sh"):
        for line in script.read_text().splitlines():
            if found := re.search(
                r'(?:^|[\s(!])azure ((?:[a-z][a-z0-9-]*|"\$\w+") [a-z"$0-9 -]+?)(?= --| -|$| \\)',
                line,
            ):
                held.add((script.stem, found[1]))
    missing = []
    for script, command in sorted(held):
        pattern = re.sub(r'\\?"\\?\$\w+\\?"', r"\\S+", re.escape(command).replace("\\ ", " "))
        if not any(
            re.fullmatch(pattern, words) and (script == "lib" or step == script)
            for step, words in seen
        ):
            missing.append(f"{script}.sh: az {command}")
    check(f"all {len(held)} az commands of the scripts were seen", not missing, "\n".join(missing))


def az_parses(stage):
    """The real az takes every command line that was recorded, up to the point where it asks for a login."""
    lines = sorted({tuple(each["arguments"]) for each in calls_of_az(stage)})
    refused = refusals(stage, "az", lines)
    check(f"the real az parses all {len(lines)} command lines", not refused, "\n".join(refused))


def oldest_az_parses(stage):
    """And so does the oldest az that the steps accept, which knows fewer options."""
    program = os.environ.get("MESHGEN_OLDEST_AZ")
    if not program:
        print("skipped: MESHGEN_OLDEST_AZ is not set (the oldest az is not asked)")
        return
    least = re.search(r"the steps need ([0-9.]+)", (stage.tree / "scripts" / "lib.sh").read_text())[
        1
    ]
    found = subprocess.run(
        [program, "version", "--query", '"azure-cli"', "--output", "tsv"],
        capture_output=True,
        text=True,
    ).stdout.strip()
    lines = {
        (each["words"], *(word for word in each["arguments"] if word.startswith("--"))): each[
            "arguments"
        ]
        for each in calls_of_az(stage)
    }.values()
    refused = refusals(stage, program, lines)
    check(
        f"az {least}, the oldest that the steps accept, parses all {len(lines)} kinds of command lines",
        found == least and not refused,
        "\n".join([found, *refused]),
    )


def calls_of_az(stage):
    return [each for each in stage.recorded() if each["tool"] == "az"]


def refusals(stage, program, lines):
    empty = stage.home / "no-login"
    empty.mkdir(exist_ok=True)

    def parse(arguments):
        done = subprocess.run(
            [program, *arguments],
            env={**os.environ, "AZURE_CONFIG_DIR": str(empty)},
            cwd=stage.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        fine = done.returncode == 0 or (done.returncode == 1 and "az login" in done.stderr)
        return (
            None
            if fine
            else f"az {' '.join(arguments)}: {done.returncode} {done.stderr.strip()[-200:]}"
        )

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [each for each in pool.map(parse, lines) if each]
