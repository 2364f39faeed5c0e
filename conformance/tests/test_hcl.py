"""The checks of Terraform can fail."""

import re

import pytest

from conformance.hcl import hostile_tags
from conformance.hcl.check import passed_runs
from conformance.hcl.mutants import MUTANTS, MUTATED, Mutant
from conformance.shared import places
from conformance.shared.commands import Done


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: str(each.what))
def test_each_mutant_edits_the_committed_tree(mutant: Mutant) -> None:
    text = (places.PROJECT / "out" / MUTATED / "terraform" / mutant.file).read_text()
    assert re.sub(mutant.pattern, mutant.replacement, text) != text


def test_a_test_that_failed_or_ran_nothing_has_no_passed_run() -> None:
    assert passed_runs(Done(0, "Success! 5 passed, 0 failed.\n", "")) == 5
    assert passed_runs(Done(1, "Failure! 4 passed, 1 failed.\n", "")) == 0
    assert passed_runs(Done(0, "Success! 0 passed, 0 failed.\n", "")) == 0
    assert passed_runs(Done(0, "", "")) == 0


def test_every_hostile_part_is_in_a_value() -> None:
    tags = hostile_tags.tags()
    assert len(tags) == hostile_tags.TAGS
    assert set(hostile_tags.PARTS) <= set(tags.values())
