"""Whether `meshgen diff` names what the real provider plans to destroy and replace."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conformance.applied import specifications
from conformance.applied.specifications import Edit
from conformance.applied.terraform import Plan, Terraform
from conformance.azure.environment import variables
from conformance.azure.web import Server
from conformance.shared import places
from conformance.shared.commands import run
from conformance.shared.report import Report

SAMPLE = "two-regions"
AT_ONCE = 2
TABLE = places.PROJECT / "src/main/resources/dev/meshgen/change/azurerm.txt"

_LINE = re.compile(r"^  (\S+(?: \S+)*?) is (destroyed|replaced): (.*)$", re.MULTILINE)
_ACTIONS = {"destroyed": "delete", "replaced": "replace"}

_TWO = "    network: {addressSpace: 10.53.0.0/16}\n"
_ONE = "    network: {addressSpace: 10.52.0.0/16} # subnets"
_TAGS = "    tags: {environment: demo}\n"

# Both regions have what they could have, and the second cluster is an overlay.
BASE: tuple[Edit, ...] = (
    (_TAGS, _TAGS + "    bastion: {enabled: true, sku: Standard}\n"),
    (
        _TWO,
        "    pods: overlay\n"
        "    network: {addressSpace: 10.53.0.0/16, podCidr: 10.90.0.0/16}\n"
        "    applicationGateway: {enabled: true}\n",
    ),
)

MUTATIONS: dict[str, tuple[Edit, ...]] = {
    "an overlay's pod range": (("podCidr: 10.90.0.0/16", "podCidr: 10.91.0.0/16"),),
    "an overlay that ends": (("    pods: overlay\n", ""), (", podCidr: 10.90.0.0/16", "")),
    "pods in the nodes' subnet": ((_ONE, "    pods: nodeSubnet\n" + _ONE),),
    "pods in an overlay": ((_ONE, "    pods: overlay\n" + _ONE),),
    "a service range": (
        ("10.53.0.0/16, podCidr", "10.53.0.0/16, serviceCidr: 172.20.0.0/16, podCidr"),
    ),
    "a DNS service address": (
        ("10.53.0.0/16, podCidr", "10.53.0.0/16, dnsServiceIp: 172.16.0.20, podCidr"),
    ),
    "zones": (("    pods: overlay\n", '    pods: overlay\n    zones: ["1", "2"]\n'),),
    "a gateway without firewall": (("{enabled: true}", "{enabled: true, sku: Standard_v2}"),),
    "no gateway": (("    applicationGateway: {enabled: true}\n", ""),),
    "a smaller Bastion": (("sku: Standard}", "sku: Basic}"),),
    "a larger Bastion": (("sku: Standard}", "sku: Premium}"),),
    "another shared cluster": (("sharedCluster: one", "sharedCluster: two"),),
    "names of the vault and the registry": (
        (
            _TAGS,
            _TAGS + "    keyVault: {name: other-kv-7}\n    containerRegistry: {name: otheracr7}\n",
        ),
    ),
    "the add-on's identity": ((_TAGS, _TAGS + "    keyVault: {access: addonIdentity}\n"),),
    "a cluster's name": (("  - name: two\n", "  - name: second\n"),),
    "a cluster's region": (("    region: northeurope\n", "    region: swedencentral\n"),),
    "the mesh's name": (("  name: two-regions  ", "  name: contoso-mesh "),),
}


def predicted(before: Path, after: Path) -> dict[str, tuple[str, str]]:
    """Action and cause by address, as `meshgen diff` says."""
    done = run(places.MESHGEN, "diff", "--stat", "--verbose", before, after)
    if not done.succeeded:
        raise specifications.SampleError(done.text)
    return {found[1]: (_ACTIONS[found[2]], found[3]) for found in _LINE.finditer(done.out)}


def faults(plan: Plan, said: dict[str, tuple[str, str]]) -> list[str]:
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
    """Plans each mutation of an applied tree."""
    source = specifications.generate(SAMPLE, BASE, work / "base")
    azure = work / "azure"
    azure.mkdir()
    server = Server(azure)
    server.start()
    terraform = Terraform(source, work / "applied", variables(server))
    try:
        if not report.check("terraform init", terraform.init().succeeded):
            return
        done = terraform.apply()
        if report.check(
            "terraform apply of everything that a tree may have", done.succeeded, done.text
        ):
            _mutate(report, terraform, work)
    finally:
        server.stop()


def _mutate(report: Report, applied: Terraform, work: Path) -> None:
    exercised: set[tuple[str, str]] = set()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = {
            name: pool.submit(_plan, applied, edits, work / f"mutation-{number}")
            for number, (name, edits) in enumerate(MUTATIONS.items())
        }
        for name, job in jobs.items():
            plan, said = job.result()
            wrong = faults(plan, said)
            report.check(f"{name}: {len(said)} resources, as planned", not wrong, *wrong[:30])
            exercised |= _causes(plan)
    missing = sorted(_arguments() - exercised)
    text = f"each of the table's {len(_arguments())} arguments has made the provider replace"
    report.check(text, not missing, *(" ".join(each) for each in missing))


def _plan(
    applied: Terraform, edits: tuple[Edit, ...], folder: Path
) -> tuple[Plan, dict[str, tuple[str, str]]]:
    source = specifications.generate(SAMPLE, BASE + edits, folder)
    other = Terraform(source, folder / "terraform", applied.environment)
    other.follow(applied)
    other.init()
    said = predicted(folder.parent / "base" / "mesh.yaml", folder / "mesh.yaml")
    return other.plan("-refresh=false"), said


def _type(address: str) -> str:
    return re.sub(r"\[.*", "", address).rsplit(".", 2)[-2]


def _causes(plan: Plan) -> set[tuple[str, str]]:
    """Arguments for which the provider itself says that it replaces the resource."""
    return {
        (_type(address), path) for address, all_of in plan.replace_paths.items() for path in all_of
    }


def _arguments() -> set[tuple[str, str]]:
    """What the table says of each type."""
    found: set[tuple[str, str]] = set()
    address = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            found.add((_type(address), line.strip().split(" = ")[0]))
        elif line and not line.startswith("#"):
            address = re.split(r" if |\[each ", line.split(" ", 1)[1])[0]
    return found
