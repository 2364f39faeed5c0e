"""What the check of the table of replacements reads and compares."""

from conformance.applied.mutations import FAMILIES, UNCHANGED
from conformance.applied.replacements import TABLE, Argument, arguments, faults
from conformance.applied.settings import values
from conformance.applied.specifications import changed
from conformance.applied.terraform import Change, Plan
from conformance.shared.commands import Done

PLANNED = Done(2, "", "")
TEXT = """# A comment.

cluster azurerm_public_ip.egress[0] if egress_public_ip
  zones = zones
cluster azurerm_subnet.this[each subnets]
  name = x unless a>b
shared azurerm_key_vault.this
  location = somewhere
"""

SHOWN = """spec:
  zones:
  - "1"
  - "2"
  clusters:
  - name: one
    pods: x
  - name: two
"""


def test_the_lines_of_a_table() -> None:
    assert [str(each) for each in arguments(TEXT)] == [
        "cluster azurerm_public_ip.egress[0] zones",
        "cluster azurerm_subnet.this name",
        "shared azurerm_key_vault.this location",
    ]
    assert len(arguments(TABLE.read_text())) > 100


def test_a_cause_is_of_its_own_resource_only() -> None:
    egress, subnet, _ = arguments(TEXT)
    assert egress.is_cause(Argument("cluster", "azurerm_public_ip.egress[0]", "zones"))
    assert not egress.is_cause(Argument("region", "azurerm_public_ip.egress[0]", "zones"))
    assert not egress.is_cause(Argument("cluster", "azurerm_public_ip.bastion[0]", "zones"))
    assert subnet.is_cause(Argument("cluster", 'azurerm_subnet.this["Pods"]', "name"))
    assert not subnet.is_cause(Argument("cluster", 'azurerm_subnet.this["Pods"]', "location"))


def test_what_is_said_and_what_is_planned_must_agree() -> None:
    plan = Plan(PLANNED, (Change("a", "replace", {}, {}), Change("b", "update", {}, {})))
    assert faults(plan, {"a": ("replace", "c")}) == []
    assert faults(plan, {}) == ["replace a is not said"]
    assert faults(plan, {"a": ("delete", "c")}) == ["delete a is said (c), and replace is planned"]
    both = {"a": ("replace", "c"), "b": ("replace", "d")}
    assert faults(plan, both) == ["replace b is said (d), and nothing is planned"]
    assert faults(Plan(Done(1, "", "no")), {}) != []


def test_each_mutation_fits_its_sample() -> None:
    for family in FAMILIES:
        base = changed(family.sample, family.base)
        for edits in family.mutations.values():
            assert changed(family.sample, family.base + edits) != base
    assert all(UNCHANGED.values())


def test_the_paths_of_what_is_set() -> None:
    assert {name: found for name, found in values(SHOWN).items() if "." in name} == {
        "spec.zones": ["", '"1"', '"2"'],
        "spec.clusters": [""],
        "spec.clusters.name": ["one", "two"],
        "spec.clusters.pods": ["x"],
    }
