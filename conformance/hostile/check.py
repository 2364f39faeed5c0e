"""What a step does with a tree that somebody has prepared. No cluster is needed."""

import tempfile
from pathlib import Path

from conformance.hostile import downloads, roots, work_folder
from conformance.hostile.case import Case, Prepared, prepare
from conformance.shared import places
from conformance.shared.commands import found
from conformance.shared.report import Report

CASES: list[Prepared] = [
    work_folder.a_linked_folder,
    work_folder.an_open_folder,
    work_folder.a_foreign_folder,
    work_folder.a_committed_program,
    work_folder.leftovers_of_a_killed_step,
    roots.a_second_root,
    roots.a_root_that_is_none,
    roots.an_added_root_and_the_vault,
    roots.a_replaced_authority,
    roots.a_root_that_this_machine_trusts,
    roots.an_openssl_that_knows_too_little,
    roots.folded_in_reviews,
    downloads.over_plain_http,
    downloads.another_maven,
    downloads.a_build_that_wants_the_passphrase,
]


def main(arguments: list[str]) -> int:
    tree = Path(arguments[0] if arguments else places.PROJECT / "out" / "two-regions").resolve()
    report = Report("hostile_tree")
    missing = [each for each in ("git", "jq", "openssl") if not found(each)]
    if missing:
        report.skip(", ".join(missing), "no prepared tree is tried")
        return report.close()
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        base = Path(folder) / "base"
        base.mkdir()
        prepare(tree, base)
        for number, each in enumerate(CASES):
            each(Case(report, base, Path(folder) / str(number)))
    return report.close()
