"""What is asked of a tree that is applied to the simulated Azure."""

import sys
import tempfile
import time
from pathlib import Path

from conformance.applied import planting, preflight, replacements, stages, weather
from conformance.shared import places
from conformance.shared.commands import found
from conformance.shared.report import Report

DEFAULT = ("two-regions",)


def main(arguments: list[str]) -> int:
    places.use_installed_tools()
    unknown = [each for each in arguments if each.startswith("-") and each not in MODES]
    if unknown:
        print(f"apply: unknown option {unknown[0]}", file=sys.stderr)
        return 64
    report = Report("apply")
    if not found("terraform"):
        report.skip("terraform", "run conformance/tools/install apply")
        return report.close()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="apply-") as folder:
        for number, each in enumerate(arguments or DEFAULT):
            work = Path(folder) / str(number)
            work.mkdir()
            if each in MODES:
                MODES[each](report, work)
            else:
                stages.play(report, each, work)
    report.say(f"{time.monotonic() - start:.0f} s in all")
    return report.close()


MODES = {
    "--faults": planting.judge,
    "--preflight": preflight.judge,
    "--replacements": replacements.judge,
    "--weather": weather.judge,
}
