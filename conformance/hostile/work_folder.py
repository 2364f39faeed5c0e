"""A .work that the scripts did not make, or that a killed step left."""

import os

from conformance.hostile.case import CHECK, STORE, Case, write_program

# A process id above Linux's highest.
NOBODY = 4194305
NOBODY_S_USER = 65534


def a_linked_folder(case: Case) -> None:
    elsewhere = case.home / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    case.work.symlink_to(elsewhere)
    case.refuses("a .work that is a link is refused", ".work is a symbolic link")
    case.check("and nothing is written where it leads", not list(elsewhere.iterdir()))
    status = case.git("status", "--porcelain", "--", ".")
    case.check("git ignores a link of that name", not status.strip(), status)


def an_open_folder(case: Case) -> None:
    case.work.mkdir()
    case.work.chmod(0o755)
    case.refuses("a .work that others may read is refused", "Other users may use .work")


def a_foreign_folder(case: Case) -> None:
    """Needs root's rights, beyond an ordinary user's."""
    if os.geteuid() != 0:
        case.report.skip("root's rights", "a .work of another user is not tried")
        return
    case.work.mkdir(mode=0o700)
    os.chown(case.work, NOBODY_S_USER, NOBODY_S_USER)
    case.refuses("a .work of another user is refused", ".work belongs to another user")


def a_committed_program(case: Case) -> None:
    path = case.work / "bin" / "openssl"
    path.parent.mkdir(parents=True)
    write_program(path, f"touch {case.home}/pwned")
    case.git("add", "--force", path)
    case.git("commit", "--quiet", "--message", "a small fix")
    case.work.chmod(0o700)
    for script, *more in ((CHECK,), ("up.sh", "--dry-run")):
        done = case.script(script, *more)
        told = done.code == 1 and "git tracks files in .work" in done.err
        case.check(f"{script} refuses a .work that git tracks", told, done.text)
    case.git("rm", "--quiet", "--cached", "-r", case.work)
    case.script(STORE)
    case.check("the steps run no program of .work/bin", not (case.home / "pwned").exists())


def leftovers_of_a_killed_step(case: Case) -> None:
    for name in ("tmp.abcdef", f"tmp.{NOBODY}.abcdef"):
        (case.work / name).mkdir(parents=True)
        (case.work / name / "stored").write_text("a key")
    mine = case.work / f"tmp.{os.getpid()}.abcdef"
    mine.mkdir()
    case.work.chmod(0o700)
    case.accepts("a step runs where another one was killed")
    left = sorted(each.name for each in case.work.iterdir())
    text = "it removes what the killed step left, and nothing of one that runs"
    case.check(text, left == [mine.name], str(left))
