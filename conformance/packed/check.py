"""Two builds of one commit make the same packages, and each package does the main job."""

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conformance.packed.contents import judge_contents, judge_modules
from conformance.packed.image import judge_image, read_image
from conformance.packed.jdks import LINKED, MOVABLE, Jdk, installed_jdks
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
from conformance.shared.commands import run
from conformance.shared.report import Report

# Of the classes that a run loads. The JDK's own archive has a fifth of them; ours can't have those
# of libraries that were compiled for Java 5.
KEPT = 0.9


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
    checkout = Program("checkout", (build.folder / "meshgen",), build.jdk.environment)
    checkout.run("--version")  # It makes its archive.
    for program in (*programs.values(), checkout):
        judge_start(report, program, work)
    improved = Program("self-contained", programs["self-contained"].words, with_java)
    judge_second_run(report, improved, complete, build.jdk)
    measured = (improved, programs["plain"], checkout)
    say_times(report, {each: (SAMPLE, work / f"tree-{each.name}") for each in measured})
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


def judge_start(report: Report, program: Program, work: Path) -> None:
    """How fast it is shows in where its classes come from, and that is the same in each run."""
    log = work / f"classes-of-{program.name}"
    option = {"JAVA_TOOL_OPTIONS": f"-Xlog:class+load:file={log}"}
    tree = work / f"tree-{program.name}"
    made = program.run("generate", "--without-ca", SAMPLE, "-d", tree, **option)
    sources = [line for line in log.read_text().splitlines() if "source: " in line]
    kept = sum("source: shared objects file" in line for line in sources)
    text = f"{program.name}: {KEPT:.0%} of the classes of a run are in its archive"
    enough = made.succeeded and kept >= KEPT * len(sources) > 0
    report.check(text, enough, f"{kept} of {len(sources)}", made.text)


def judge_second_run(report: Report, program: Program, home: Path, jdk: Jdk) -> None:
    if jdk.version < LINKED:
        report.skip(f"JDK {LINKED} or newer", "no cache of linked classes is made")
        return
    cache = home / "meshgen.aot"
    (home / ".runs").unlink()  # It counts them.
    for _ in range(2):
        before = cache.exists()
        program.run("--version")
    made = cache.exists() and not before
    java, options = home / "runtime" / "bin" / "java", f"@{home}/options/start.options"
    # So the JVM refuses to start without a valid cache.
    words = ("-XX:AOTMode=on", f"-XX:AOTCache={cache}", "-jar", home / "meshgen.jar", "--version")
    done = run(java, options, *words)
    text = "self-contained: its second run makes a cache of linked classes"
    report.check(text, made and done.succeeded, done.text)
