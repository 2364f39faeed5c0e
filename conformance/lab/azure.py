"""What is asked of the az command lines: that the real az parses them, and that none was missed."""
import concurrent.futures
import os
import re
import subprocess

from report import check


def az_parses(stage):
    """The real az takes every command line that was recorded, up to the point where it asks for a login."""
    recorded = [each for each in stage.recorded() if each["tool"] == "az"]
    seen = {(each["step"], each["words"]) for each in recorded}
    held = set()
    for script in (stage.tree / "scripts").glob("*.sh"):
        for line in script.read_text().splitlines():
            if found := re.search(r'(?:^|[\s(!])azure ((?:[a-z][a-z0-9-]*|"\$\w+") [a-z"$0-9 -]+?)(?= --| -|$| \\)', line):
                held.add((script.stem, found[1]))
    missing = []
    for script, command in sorted(held):
        pattern = re.sub(r'\\?"\\?\$\w+\\?"', r"\\S+", re.escape(command).replace("\\ ", " "))
        if not any(re.fullmatch(pattern, words) and (script == "lib" or step == script) for step, words in seen):
            missing.append(f"{script}.sh: az {command}")
    check(f"all {len(held)} az commands of the scripts were seen", not missing, "\n".join(missing))
    lines = sorted({tuple(each["arguments"]) for each in recorded})
    empty = stage.home / "az"
    empty.mkdir()

    def parse(arguments):
        done = subprocess.run(["az", *arguments], env={**os.environ, "AZURE_CONFIG_DIR": str(empty)}, cwd=stage.home, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        fine = done.returncode == 0 or done.returncode == 1 and "az login" in done.stderr
        return None if fine else f"az {' '.join(arguments)}: {done.returncode} {done.stderr.strip()[-200:]}"

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        refused = [each for each in pool.map(parse, lines) if each]
    check(f"the real az parses all {len(lines)} command lines", not refused, "\n".join(refused))
