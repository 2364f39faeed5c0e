"""Whether `meshgen diff` names what the real provider plans to destroy and replace."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from conformance.applied import settings, specifications
from conformance.applied.mutations import FAMILIES, UNCHANGED, Family
from conformance.applied.specifications import Edit
from conformance.applied.terraform import Plan, Terraform
from conformance.azure.environment import variables
from conformance.azure.web import Server
from conformance.shared import places
from conformance.shared.commands import CommandError, run
from conformance.shared.report import Report

AT_ONCE = 2
TABLE = places.PROJECT / "src/main/resources/dev/meshgen/change/azurerm.txt"

_LINE = re.compile(r"^  (\S+(?: \S+)*?) is (destroyed|replaced): (.*)$", re.MULTILINE)
_ACTIONS = {"destroyed": "delete", "replaced": "replace"}
_MODULE = re.compile(r"^module\.(cluster|region)-[a-z0-9-]+\.")
_KEY = re.compile(r"\[.*")
Said = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Argument:
    """A line of the table: an argument of a resource, or of each that differs by its key alone."""

    scope: str
    address: str
    name: str
    each: bool = False

    def is_cause(self, cause: "Argument") -> bool:
        address = _KEY.sub("", cause.address) if self.each else cause.address
        return (self.scope, self.address, self.name) == (cause.scope, address, cause.name)

    def __str__(self) -> str:
        return f"{self.scope} {self.address} {self.name}"


def predicted(before: Path, after: Path) -> Said:
    """Action and cause by address, as `meshgen diff` says."""
    done = run(places.MESHGEN, "diff", "--stat", "--verbose", before, after)
    if not done.succeeded:
        raise specifications.SampleError(done.text)
    return {found[1]: (_ACTIONS[found[2]], found[3]) for found in _LINE.finditer(done.out)}


def faults(plan: Plan, said: Said) -> list[str]:
    """What is planned and not said, and what is said and not planned."""
    if plan.done.code == 1:
        return [plan.text]
    planned = {
        each.address: each.action for each in plan.changes if each.action in _ACTIONS.values()
    }
    found = [f"{planned[each]} {each} is not said" for each in sorted(planned.keys() - said.keys())]
    for address, (action, cause) in sorted(said.items()):
        if planned.get(address) != action:
            real = planned.get(address, "nothing")
            found.append(f"{action} {address} is said ({cause}), and {real} is planned")
    return found


def judge(report: Report, work: Path) -> None:
    """Plans each mutation of each family, and says what no mutation has tried."""
    causes: set[Argument] = set()
    changed: set[str] = set()
    for family in FAMILIES:
        report.prefix = f"{family.sample}: "
        found = _family(report, family, work / family.sample)
        causes |= found[0]
        changed |= found[1]
    report.prefix = ""
    table = arguments(TABLE.read_text(encoding="utf-8"))
    missing = [each for each in table if not any(each.is_cause(cause) for cause in causes)]
    text = f"each of the table's {len(table)} arguments has made the provider replace"
    report.check(text, table and not missing, *(str(each) for each in missing))
    wanted = settings.in_schema() - UNCHANGED.keys()
    left = sorted(each for each in wanted if not any(fnmatchcase(name, each) for name in changed))
    text = f"each of the {len(wanted)} settings of Azure and the clusters has been changed"
    report.check(text, wanted and not left, *left)


def _family(report: Report, family: Family, work: Path) -> tuple[set[Argument], set[str]]:
    """The causes of replacements, and the settings that differed."""
    source = specifications.generate(family.sample, family.base, work / "base")
    azure = work / "azure"
    azure.mkdir()
    server = Server(azure)
    server.start()
    terraform = Terraform(source, work / "applied", variables(server))
    try:
        if not report.check("terraform init", terraform.init().succeeded):
            return set(), set()
        done = terraform.apply()
        if not report.check("terraform apply", done.succeeded, done.text):
            return set(), set()
        return _mutate(report, family, terraform, work)
    finally:
        server.stop()


def _mutate(
    report: Report, family: Family, applied: Terraform, work: Path
) -> tuple[set[Argument], set[str]]:
    causes: set[Argument] = set()
    changed: set[str] = set()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = {
            name: pool.submit(_plan, family, applied, edits, work / f"mutation-{number}")
            for number, (name, edits) in enumerate(family.mutations.items())
        }
        for name, job in jobs.items():
            try:
                plan, said, differing = job.result()
            except (specifications.SampleError, CommandError) as error:
                report.fail(name, str(error))
                continue
            wrong = faults(plan, said)
            wrong += [] if plan.changes else ["the plan is empty"]
            report.check(f"{name}: {len(said)} resources, as planned", not wrong, *wrong[:30])
            causes |= _causes(plan)
            changed |= differing
    return causes, changed


def _plan(
    family: Family, applied: Terraform, edits: tuple[Edit, ...], folder: Path
) -> tuple[Plan, Said, set[str]]:
    source = specifications.generate(family.sample, family.base + edits, folder)
    other = Terraform(source, folder / "terraform", applied.environment)
    other.follow(applied)
    other.init()
    base, mutated = folder.parent / "base" / "mesh.yaml", folder / "mesh.yaml"
    said = predicted(base, mutated)
    return other.plan("-refresh=false"), said, settings.that_differ(base, mutated)


def _causes(plan: Plan) -> set[Argument]:
    """Arguments for which the provider itself says that it replaces the resource."""
    found = set()
    for address, names in plan.replace_paths.items():
        module = _MODULE.match(address)
        scope = module[1] if module else "shared"
        found |= {Argument(scope, _MODULE.sub("", address), each) for each in names}
    return found


def arguments(text: str) -> list[Argument]:
    """The lines of the table."""
    found = []
    scope = address = ""
    for line in text.splitlines():
        if line.startswith("  "):
            name = line.strip().split(" = ")[0]
            resource, _, each = address.partition("[each ")
            found.append(Argument(scope, resource, name, each=bool(each)))
        elif line and not line.startswith("#"):
            scope, _, address = line.split(" if ")[0].partition(" ")
    return found
