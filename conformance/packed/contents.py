"""What is in an archive beside the program: licences, completions, man pages, modules."""

import json
import re
from pathlib import Path

from conformance.packed.making import Build
from conformance.shared.commands import found, run
from conformance.shared.report import Report

# Found by the JVM as services, so jdeps doesn't see that they are wanted.
SERVICES = {"jdk.crypto.ec"}
COMPLETIONS = {
    "bash": "source $0; COMP_WORDS=(meshgen gene) COMP_CWORD=1; _complete_meshgen; echo $COMPREPLY",
    "zsh": "autoload -U compinit; compinit -D; source $0; print -- $_comps[meshgen]",
    "fish": "source $argv[1]; complete -C 'meshgen gene'; complete -C 'meshgen ca rotate roo'",
}
ANSWERS = {"bash": ["generate"], "zsh": ["_complete_meshgen"], "fish": ["generate", "root"]}


def judge_contents(report: Report, home: Path, build: Build) -> None:
    jars = sorted(each.name for each in (home / "lib").glob("*.jar"))
    judge_licences(report, home, jars)
    bill = json.loads(build.package(".cdx.json").read_text())
    listed = sorted(f"{each['name']}-{each['version']}.jar" for each in bill["components"])
    report.facts("the bill of materials", {"its libraries": (listed, jars)})
    completions = home / "share" / "completions"
    for shell, program in COMPLETIONS.items():
        judge_completion(report, shell, program, completions)
    judge_man_pages(report, home)


def judge_licences(report: Report, home: Path, jars: list[str]) -> None:
    listed = (home / "licenses" / "THIRD-PARTY.txt").read_text()
    unnamed = [each for each in jars if not names(listed, each)]
    report.check("licences: each library's is listed", jars and not unnamed, *unnamed)
    # Apache's is the LICENSE beside the program; the others' texts carry a copyright of their own.
    textless = [
        each
        for each in jars
        if not names_apache(listed, each)
        and not list((home / "licenses").glob(f"{each[:-4]}-jar/**/*LICENSE*"))
    ]
    report.check(
        "licences: the text of each is there",
        (home / "LICENSE").is_file() and not textless,
        *textless,
    )


def line_of(listed: str, jar: str) -> str:
    """The line of a library in the list of licences, or nothing."""
    artifact, version = re.match(r"(.+)-(\d[^-]*)\.jar$", jar).groups()  # type: ignore[union-attr]
    return next((each for each in listed.splitlines() if f":{artifact}:{version} " in each), "")


def names(listed: str, jar: str) -> bool:
    return bool(line_of(listed, jar))


def names_apache(listed: str, jar: str) -> bool:
    return "Apache" in line_of(listed, jar).split(")")[0]


def judge_completion(report: Report, shell: str, program: str, completions: Path) -> None:
    if not found(shell):
        report.skip(shell, "run conformance/tools/install packages")
        return
    file = completions / ("meshgen.fish" if shell == "fish" else "meshgen.bash")
    done = run(shell, "-c", program, file)
    lacking = [each for each in ANSWERS[shell] if each not in done.out]
    report.check(f"{shell} completes commands", done.succeeded and not lacking, done.text)


def judge_man_pages(report: Report, home: Path) -> None:
    pages = sorted((home / "share" / "man" / "man1").glob("*.1"))
    report.check(
        f"there are man pages, {len(pages)}",
        {"meshgen.1", "meshgen-ca-rotate-root.1"} <= {each.name for each in pages},
    )
    if not found("man"):
        report.skip("man", "run conformance/tools/install packages")
        return
    unread = [each.name for each in pages if "SYNOPSIS" not in run("man", "--local-file", each).out]
    report.check("man shows each of them", pages and not unread, *unread)


def judge_modules(report: Report, home: Path, build: Build) -> None:
    """The runtime has what jdeps finds, and nothing that nobody wants."""
    libraries = build.folder / "target" / "lib"
    wanted = run(
        build.jdk.home / "bin" / "jdeps",
        "--multi-release=base",
        "--ignore-missing-deps",
        "--print-module-deps",
        "--class-path",
        f"{libraries}/*",
        build.jar,
        *sorted(libraries.glob("*.jar")),
    )
    found_ones = set(wanted.out.strip().splitlines()[-1].split(",")) if wanted.succeeded else set()
    facts = {"modules": (build.modules, found_ones | SERVICES)}
    report.facts(f"runtime: jdeps of JDK {build.jdk.version}", facts)
    report.check(
        "runtime: its licences are there", (home / "runtime" / "legal" / "java.base").is_dir()
    )
