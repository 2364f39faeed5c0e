"""Two builds of one commit make the same packages, and each package does the main job."""

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conformance.packed.contents import judge_contents, judge_modules
from conformance.packed.image import judge_image, read_image
from conformance.packed.jdks import MOVABLE, Jdk, installed_jdks
from conformance.packed.making import Build, copy_sources, different_entries, digests
from conformance.packed.program import (
    MORE_TOOLS,
    SAMPLE,
    TOOLS,
    Program,
    do_the_main_job,
    few_tools,
    say_times,
    unpack,
)
from conformance.packed.trouble import CASES, Trouble
from conformance.shared import places
from conformance.shared.commands import must, run
from conformance.shared.report import Report

# Of two measurements of the same thing, on a machine that does something else, too.
TOLERANCE = 1.25
# A checkout that runs on the same JDK links its classes ahead; a package that is the same bytes in
# each build can't hold what that makes.
LINKED_AHEAD = 1.6


def main(arguments: list[str]) -> int:
    places.use_installed_tools()
    report = Report("packages")
    jdks = installed_jdks()
    if not jdks:
        report.skip("JDK 17 or newer", "no package is made")
        return report.close()
    with tempfile.TemporaryDirectory(prefix="packages-") as folder:
        work = Path(folder)
        work.chmod(0o755)  # Another user runs what is unpacked there.
        build = copy_sources(work / "first", jdks[-1])
        build.maven("-Pdist", "verify")
        if arguments:
            shutil.copytree(build.packages, arguments[0], dirs_exist_ok=True)
        judge_repetition(report, build, jdks[0], work)
        sums = run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=build.packages)
        counted = len(sums.out.splitlines()) == len(digests(build.packages)) - 1
        report.check("SHA256SUMS", sums.succeeded and counted, sums.text)
        for package in sorted(build.packages.iterdir()):
            report.say(f"        {package.name}: {package.stat().st_size / 1e6:.1f} MB")
        use_archives(report, build, work)
        image = read_image(build.package(".tar"), work / "image")
        judge_image(report, image, build.version, work)
    return report.close()


def judge_repetition(report: Report, build: Build, oldest: Jdk, work: Path) -> None:
    again, older = copy_sources(work / "again", build.jdk), copy_sources(work / "older", oldest)
    with ThreadPoolExecutor() as threads:
        builds = [
            threads.submit(again.maven, "-Pdist", "verify"),
            threads.submit(older.maven, "-Pdist", "compile", "jar:jar@default-jar"),
        ]
        for each in builds:
            each.result()
    different = differences(build, again)
    if different:
        # Seen once, on a busy machine, in the archive of classes; the cause isn't known.
        report.say(f"note: two builds differ, so a third one is made: {'; '.join(different)}")
        third = copy_sources(work / "third", build.jdk)
        third.maven("-Pdist", "verify")
        different = differences(build, third)
    count = len(digests(build.packages))
    text = f"another build with JDK {build.jdk.version} makes the same {count} files"
    report.check(text, count and not different, *different)
    if oldest == build.jdk:
        report.skip("a second JDK", "whether it makes the same jar isn't known")
        return
    text = f"JDK {oldest.version} makes the same jar"
    same = older.jar.read_bytes() == build.jar.read_bytes()
    report.check(text, same, *sorted(different_entries(build.jar, older.jar)))


def differences(one: Build, other: Build) -> list[str]:
    """Each package that isn't the same in both, with the entries that differ."""
    first, second = digests(one.packages), digests(other.packages)
    names = sorted(name for name in first | second if first.get(name) != second.get(name))
    found = []
    for name in names:
        both = name in first and name in second
        files = (one.packages / name, other.packages / name)
        found.append(f"{name}: {', '.join(sorted(different_entries(*files)))}" if both else name)
    return found


def use_archives(report: Report, build: Build, work: Path) -> None:
    plain = unpack(build.plain, work / "plain")
    complete = unpack(build.self_contained, work / "complete")
    names = {each.name for each in (plain, complete)}
    report.check(
        "each archive has a folder of its own", len(names) == len([plain, complete]), *names
    )
    alone = {"PATH": few_tools(work / "few", *TOOLS)}
    with_java = {
        "PATH": few_tools(work / "more", *TOOLS, *MORE_TOOLS),
        "JAVA_HOME": str(build.jdk.home),
    }
    programs = {
        "self-contained": Program("self-contained", (complete / "bin" / "meshgen",), alone),
        "plain": Program("plain", (plain / "bin" / "meshgen",), with_java),
    }
    for name, program in programs.items():
        folder = work / f"mesh-{name}"
        do_the_main_job(report, program, folder)
    judge_contents(report, complete, build)
    judge_modules(report, complete, build)
    judge_classes(report, complete, build.jdk)
    compare_speed(report, programs, build, work)
    trouble = Trouble(report, plain, complete, build.jdk, work / "trouble")
    for case in CASES:
        case(trouble)


def judge_classes(report: Report, home: Path, jdk: Jdk) -> None:
    """With -Xshare:on the JVM refuses to start without a valid archive."""
    if jdk.version < MOVABLE:
        report.skip(f"JDK {MOVABLE} or newer", "no archive of classes is in the package")
        return
    java, options = home / "runtime" / "bin" / "java", f"@{home}/options/start.options"
    archive = f"-XX:SharedArchiveFile={home}/meshgen.jsa"
    done = run(java, options, "-Xshare:on", archive, "-jar", home / "meshgen.jar", "--version")
    report.check("self-contained: its archive of classes is valid", done.succeeded, done.text)


def compare_speed(report: Report, programs: dict[str, Program], build: Build, work: Path) -> None:
    checkout = Program("checkout", (build.folder / "meshgen",), build.jdk.environment)
    must(build.folder / "meshgen", "--version")
    every = {**programs, "checkout": checkout}
    seconds = {
        name: say_times(report, program, SAMPLE, work / f"tree-{name}").processor
        for name, program in every.items()
    }
    same = seconds["plain"] <= seconds["checkout"] * TOLERANCE
    report.check("plain: generate is as fast as the checkout's", same, str(seconds))
    close = seconds["self-contained"] <= seconds["checkout"] * LINKED_AHEAD
    report.check("self-contained: generate is nearly as fast", close, str(seconds))
