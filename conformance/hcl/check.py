"""What is asked of a tree's Terraform, by terraform itself, its tests and checkov."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from conformance.hcl import hostile_tags, mutants
from conformance.shared import places
from conformance.shared.commands import Done, found, must, run
from conformance.shared.report import Report

# A tree's own test has a run for what the mesh says, one for the clusters, one for what they share.
FEWEST_RUNS = 3
# What meshgen advises against, and generates.
WARNED = ("addon-identity--on-every-node",)


def main(arguments: list[str]) -> int:
    places.use_installed_tools()
    os.environ["TF_IN_AUTOMATION"] = "1"
    report = Report("terraform")
    with tempfile.TemporaryDirectory(prefix="terraform-") as folder:
        work = Path(folder)
        trees = [Path(each).resolve() for each in arguments] or default_trees(work / "generated")
        judge_with_terraform(report, trees, work)
        judge_with_checkov(report, trees)
    return report.close()


def default_trees(folder: Path) -> list[Path]:
    """The committed trees, and one for each specification of the tests that makes one."""
    trees = sorted(each.parent for each in (places.PROJECT / "out").glob("*/terraform"))
    specifications = places.PROJECT / "src/test/resources/spec"
    warned = [specifications / "invalid" / f"{each}.yaml" for each in WARNED]
    for specification in [*sorted((specifications / "valid").glob("*.yaml")), *warned]:
        tree = folder / specification.stem
        generate(specification, tree)
        trees.append(tree)
    return trees


def generate(specification: Path, tree: Path) -> None:
    must(places.MESHGEN, "generate", "--without-ca", specification, "--output-dir", tree)


def judge_with_terraform(report: Report, trees: list[Path], work: Path) -> None:
    if not found("terraform"):
        report.skip("terraform", "run conformance/tools/install terraform")
        return
    copies = {tree.name: work / "trees" / tree.name for tree in trees}
    for tree in trees:
        # All of the tree: its test reads the manifests too.
        shutil.copytree(tree, copies[tree.name], ignore=shutil.ignore_patterns("pki", ".work"))
        judge(report, copies[tree.name])
    mutants.judge(report, copies, work / "mutant")
    hostile_tags.judge(report, work / "hostile", generate)


def judge(report: Report, copy: Path) -> None:
    """Format, provider schema, and a mocked apply with the assertions of the tree's own test."""
    terraform = copy / "terraform"
    commands = {
        "terraform fmt": ["fmt", "-check", "-recursive", "-diff"],
        "terraform init": ["init", "-backend=false", "-input=false", "-no-color"],
        "terraform validate": ["validate", "-no-color"],
    }
    for what, words in commands.items():
        done = run("terraform", *words, cwd=terraform)
        report.check(f"{copy.name}: {what}", done.succeeded, done.text)
    done = run("terraform", "test", "-no-color", cwd=terraform)
    runs = passed_runs(done)
    report.check(f"{copy.name}: terraform test, {runs} runs", runs >= FEWEST_RUNS, done.text)


def passed_runs(done: Done) -> int:
    """How many runs of a test passed; none if one failed."""
    counts = re.search(r"^Success! (\d+) passed, 0 failed", done.out, re.MULTILINE)
    return int(counts[1]) if counts and done.succeeded else 0


def judge_with_checkov(report: Report, trees: list[Path]) -> None:
    if not found("checkov"):
        report.skip("checkov", "run conformance/tools/install terraform")
        return
    settings = places.CONFORMANCE / "checkov-terraform.yaml"
    for tree in trees:
        done = run("checkov", "--config-file", settings, "--directory", tree / "terraform")
        report.check(f"{tree.name}: checkov", done.succeeded, done.text)
        if closed := closed_doors(tree / "terraform"):
            words = ("--framework", "terraform", "--compact", "--skip-download", "--check")
            done = run("checkov", *words, ",".join(closed), "--directory", tree / "terraform")
            report.check(f"{tree.name}: checkov, {', '.join(closed)}", done.succeeded, done.text)


def closed_doors(terraform: Path) -> list[str]:
    """What the settings leave out for trees without ranges: one with ranges has to pass it."""
    clusters = [each.read_text() for each in terraform.glob("cluster-*.tf")]
    vault = (terraform / "shared.tf").read_text()
    closed = {
        "CKV_AZURE_6": all("  authorized_ip_ranges = " in each for each in clusters),
        "CKV_AZURE_109": '  default_action = "Deny"' in vault,
    }
    return [check for check, holds in closed.items() if holds]
