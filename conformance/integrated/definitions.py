"""What the services' own tools and schemas say of the files that they will read."""

import json
import re
from pathlib import Path

from conformance.integrated.user import IDENTITY
from conformance.shared import places
from conformance.shared.commands import found, must, run
from conformance.shared.report import Report

WORKFLOW = """
name: mesh
on: pull_request
permissions:
  contents: read
  security-events: write
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - uses: ./
        with:
          specification: mesh.yaml
          upload-sarif: "true"
"""
# Each schema, its file, and an edit of that which it has to refuse.
SCHEMAS = {
    "github-actions": ("action.yml", ("using: composite", "using: composites")),
    "azure-pipelines": ("ci/azure-pipelines.yml", ("- bash: |", "- bashes: |")),
    "gitlab-ci": ("ci/gitlab-ci.yml", ("  script:", "  scripts:")),
}


def judge_definitions(report: Report, work: Path) -> None:
    judge_workflow(report, work / "workflow")
    judge_mesh_schema(report)
    for schema, (name, (old, new)) in SCHEMAS.items():
        text = (places.PROJECT / name).read_text()
        # GitLab's schema knows the file without its header.
        body = re.split(r"^---\n", text, flags=re.MULTILINE)[-1]
        judge_schema(report, schema, body, work / f"{schema}.yml", holds=True)
        broken = body.replace(old, new)
        judge_schema(report, schema, broken, work / f"{schema}-broken.yml", holds=broken == body)


def judge_schema(report: Report, schema: str, text: str, file: Path, *, holds: bool) -> None:
    if not found("check-jsonschema"):
        report.skip("check-jsonschema", "run conformance/tools/install integrations")
        return
    file.write_text(text)
    done = run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", file)
    what = "is valid" if holds else "is refused with a fault"
    report.check(f"{schema}: {file.name} {what}", done.succeeded == holds, done.text)


def judge_mesh_schema(report: Report) -> None:
    """Our own schema, as a catalogue of schemas takes it."""
    if not found("check-jsonschema"):
        report.skip("check-jsonschema", "run conformance/tools/install integrations")
        return
    schema = next((places.PROJECT / "schemas").glob("*.schema.json"))
    done = run("check-jsonschema", "--check-metaschema", schema)
    report.check("the mesh's schema is valid", done.succeeded, done.text)
    identity = json.loads(schema.read_text()).get("$id", "")
    told = identity.startswith("https://") and identity.endswith(schema.name)
    report.check("the mesh's schema has its address", told, identity)
    samples = sorted((places.PROJECT / "samples").glob("*/mesh.yaml"))
    done = run("check-jsonschema", "--schemafile", schema, *samples)
    report.check("the samples fit the mesh's schema", samples and done.succeeded, done.text)


def judge_workflow(report: Report, folder: Path) -> None:
    """Actionlint reads the action to judge a workflow that uses it."""
    if not found("actionlint"):
        report.skip("actionlint", "run conformance/tools/install integrations")
        return
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (folder / "action.yml").write_text((places.PROJECT / "action.yml").read_text())
    must("git", *IDENTITY, "init", "--quiet", folder)
    (workflows / "mesh.yml").write_text(WORKFLOW)
    done = run("actionlint", cwd=folder)
    report.check("actionlint: a workflow with the action", done.succeeded, done.text)
    (workflows / "mesh.yml").write_text(WORKFLOW.replace("specification:", "specifications:"))
    done = run("actionlint", cwd=folder)
    told = not done.succeeded and "specifications" in done.text
    report.check("actionlint: an input that the action doesn't have is refused", told, done.text)
