"""What is asked of the objects of each tree, by the tools that will take them."""

import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.objects import broken_copies, certificates, readme_facts
from conformance.objects.azure import Azure
from conformance.objects.broken_copies import Original
from conformance.objects.cluster import ClusterCheck
from conformance.objects.specification import Mesh, read_mesh
from conformance.shared import mocked, places
from conformance.shared.api_server import ApiServer, on_free_ports
from conformance.shared.commands import CommandError, found, must, run
from conformance.shared.report import Report

# Specifications of the tests whose trees have what no sample has.
VARIANTS = ("cert-manager",)
HERE = re.compile(r"https://(127\.0\.0\.1|localhost|\[::1\]):\d+")
WITHOUT = "run conformance/tools/install manifests"
WRONG_USAGE = 64


def main(arguments: list[str]) -> int:
    places.use_installed_tools()
    report = Report("manifests")
    if not found("kubectl"):
        report.skip("kubectl", "nothing can be judged without it")
        return report.close() or 1
    trees = Path(arguments[0] if arguments else places.PROJECT / "out").resolve()
    specs = Path(arguments[1] if len(arguments) > 1 else places.PROJECT / "samples").resolve()
    with tempfile.TemporaryDirectory(prefix="manifests-") as folder:
        work = Path(folder)
        server = ApiServer(work / "server", "conformance", on_free_ports())
        try:
            has_server = choose_api_server(report, server)
        except CommandError as failure:
            report.fail("an API server starts", str(failure))
            return report.close()
        try:
            judge_all(report, Paths(trees, specs, work), has_server)
            if not arguments:
                judge_variants(report, variants(work / "variants"), has_server)
        finally:
            server.stop()
    return report.close()


def choose_api_server(report: Report, server: ApiServer) -> bool:
    """KUBECONFIG's, or one of its own; tells whether there is one."""
    if os.environ.get("KUBECONFIG"):
        path = "jsonpath={.clusters[0].cluster.server}"
        url = must("kubectl", "config", "view", "--minify", "--output", path)
        if not HERE.fullmatch(url):
            print(f"KUBECONFIG names {url}: namespaces are created there, so only an API server")
            print("on this machine will do. Unset KUBECONFIG to have one started.")
            raise SystemExit(WRONG_USAGE)
        return True
    if not (found("etcd") and found("kube-apiserver") and places.crds().is_dir()):
        report.skip("API server", f"set KUBECONFIG, or {WITHOUT}")
        return False
    server.start()
    server.wait(places.crds())
    os.environ["KUBECONFIG"] = str(server.kubeconfig)
    return True


@dataclass(frozen=True)
class Paths:
    """The trees, their specifications, and a folder for what is made on the way."""

    trees: Path
    specs: Path
    work: Path


def variants(folder: Path) -> Paths:
    """The trees of VARIANTS, beside their specifications as samples have them."""
    for name in VARIANTS:
        specification = folder / "specs" / name / "mesh.yaml"
        specification.parent.mkdir(parents=True)
        shutil.copy(places.PROJECT / f"src/test/resources/spec/valid/{name}.yaml", specification)
        words = ("generate", "--without-ca", specification, "--output-dir")
        must(places.MESHGEN, *words, folder / "trees" / name)
    return Paths(folder / "trees", folder / "specs", folder / "work")


def judge_all(report: Report, paths: Paths, has_server: bool) -> None:
    for tool in ("istioctl", "csi-mount", "checkov", "openssl", "lint_pkix_cert"):
        if not found(tool):
            report.skip(tool, WITHOUT)
    if not found("agic-render"):
        report.skip_optional("agic-render")
    samples = [each.parent.name for each in sorted(paths.specs.glob("*/mesh.yaml"))]
    report.check(f"there are samples in {paths.specs.name}/", samples)
    originals: list[Original] = []
    for name in samples:
        originals += judge_sample(report, paths, name, has_server)
    chosen = {each.route.application.is_tls: each for each in reversed(originals)}
    broken_copies.judge(report, list(chosen.values()), paths.work / "broken")
    if found("checkov"):
        judge_with_checkov(report, paths)
    if found("lint_pkix_cert") and found("openssl"):
        specifications = [paths.specs / name / "mesh.yaml" for name in reversed(samples)]
        certificates.judge(report, specifications, paths.work / "certificates")


def judge_variants(report: Report, paths: Paths, has_server: bool) -> None:
    for name in VARIANTS:
        judge_sample(report, paths, name, has_server)
        judge_scripts(report, paths.trees / name)
    if found("checkov"):
        judge_with_checkov(report, paths)


def judge_scripts(report: Report, tree: Path) -> None:
    """Those of the committed trees are judged with all other scripts of the project."""
    if not found("shellcheck"):
        report.skip("shellcheck", WITHOUT)
        return
    scripts = sorted((tree / "scripts").glob("*.sh"))
    steps = [each for each in scripts if each.read_text().startswith("#!")]
    done = run("shellcheck", "--severity=style", "--external-sources", *steps)
    text = f"{tree.name}: shellcheck, {len(steps)} scripts"
    report.check(text, bool(steps) and done.succeeded, done.text)


def judge_sample(report: Report, paths: Paths, name: str, has_server: bool) -> list[Original]:
    """Judges one tree and returns its routes."""
    tree, work = paths.trees / name, paths.work / name
    state = mocked_state(report, tree, work)
    mesh = read_mesh(paths.specs / name / "mesh.yaml", state["outputs"] if state else None)
    if state:
        readme_facts.judge(report, mesh, tree, Azure(state))
    fill_vault(mesh, work / "vault")
    folders = sorted(each.name for each in (tree / "clusters").glob("*"))
    report.facts(
        f"{name}: clusters/",
        {"a folder for each cluster and no other": (folders, sorted(mesh.clusters))},
    )
    originals = []
    for cluster in sorted(set(folders) & set(mesh.clusters)):
        judged = ClusterCheck(report, mesh, cluster, tree, work)
        judged.judge(has_server)
        originals += judged.originals
    return originals


def mocked_state(report: Report, tree: Path, work: Path) -> dict[str, Any] | None:
    """What terraform makes and tells the scripts; without it the client ids are made up."""
    work.mkdir(parents=True)
    if not found("terraform"):
        report.skip("terraform", f"client ids of {tree.name} are made up, README.md is not judged")
        return None
    text = f"{tree.name}: terraform applies against a mocked provider"
    try:
        state = mocked.state_of(tree, work / "terraform")
    except CommandError as failure:
        report.fail(text, str(failure))
        return None
    outputs = state["outputs"]
    report.check(text, "kubernetes_clusters" in outputs, str(outputs))
    return state


def fill_vault(mesh: Mesh, vault: Path) -> None:
    """Each secret's text is its own name, so a mix-up shows."""
    secrets = vault / mesh.vault / "secrets"
    secrets.mkdir(parents=True)
    for each in mesh.secrets():
        (secrets / each).write_text(f"text of {each}\n")


def judge_with_checkov(report: Report, paths: Paths) -> None:
    config = places.CONFORMANCE / "checkov-kubernetes.yaml"
    options = ["--skip-download", "--output", "json"]
    done = run("checkov", "--config-file", config, "--directory", paths.trees, *options)
    result = json.loads(done.out) if done.out.strip() else {}
    summary = result.get("summary", {})
    failed = result.get("results", {}).get("failed_checks", [])
    resources, passed = summary.get("resource_count") or 0, summary.get("passed") or 0
    findings = [f"{each['check_id']} {each['file_path']} {each['resource']}" for each in failed]
    report.facts(
        f"checkov: {resources} resources, {passed} checks",
        {
            "something was judged": (passed > 0 and resources > 0, True),
            "no finding": (findings, []),
            "every file was read": (summary.get("parsing_errors"), 0),
        },
    )
