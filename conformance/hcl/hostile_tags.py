"""Hostile text in every tag comes out of terraform as it went into the specification."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

from conformance.shared.commands import run
from conformance.shared.report import Report

PARTS = [
    *['"', "'", "\\", "${", "%{", "$${", "%%{", "$", "%", "\n", "\r", "\t"],
    *[": ", " #", "- ", "on", "1e3", "~", "null", "EOT", "$(id)", "`id`", "<<"],
    *["\u00e9", "\u200b", "\u2028", "\ufeff", "\U0001f600", "}", "{", "x"],
]
# As many as Azure allows.
TAGS = 50

# Prints the tags as terraform read them from terraform.tfvars.
ROOT = """
variable "tags" {
  type = map(string)
}

variable "subscription_id" {}

variable "tenant_id" {}

variable "admin_group_object_ids" {}

output "tags" {
  value = var.tags
}
"""


def tags() -> dict[str, str]:
    """Each part alone in a value, and pairs of parts in keys and values."""
    pairs = [first + second for first in PARTS for second in PARTS[:12]]
    keys = [f"key {number} {PARTS[number % len(PARTS)]}." for number in range(TAGS)]
    values = PARTS + pairs[:: len(pairs) // (TAGS - len(PARTS))]
    return dict(zip(keys, values, strict=False))


def specification() -> str:
    """JSON is YAML, but YAML has no surrogate pairs: characters beyond the BMP stay as they are."""
    uuid = "11111111-1111-1111-1111-111111111111"
    cluster = {
        "name": "solo",
        "region": "westeurope",
        "kubernetesVersion": "1.35",
        "network": {"addressSpace": "10.52.0.0/16"},
    }
    azure = {
        "subscriptionId": uuid,
        "tenantId": uuid,
        "sharedCluster": "solo",
        "tags": tags(),
    }
    document = {
        "apiVersion": "meshgen.dev/v1alpha1",
        "kind": "Mesh",
        "metadata": {"name": "hostile"},
        "spec": {"azure": azure, "istio": {"version": "1.31.0"}, "clusters": [cluster]},
    }
    return json.dumps(document).replace("\\ud83d\\ude00", "\U0001f600")


def normalized(texts: dict[str, str]) -> dict[str, str]:
    """Terraform keeps text in Unicode's normal form C."""

    def nfc(text: str) -> str:
        return unicodedata.normalize("NFC", text)

    return {nfc(key): nfc(value) for key, value in texts.items()}


def judge(report: Report, folder: Path, generate: Callable[[Path, Path], None]) -> None:
    root = folder / "root"
    root.mkdir(parents=True)
    (folder / "mesh.yaml").write_text(specification(), encoding="utf-8")
    generate(folder / "mesh.yaml", folder / "tree")
    values = folder / "tree" / "terraform" / "terraform.tfvars"
    (root / "terraform.tfvars").write_bytes(values.read_bytes())
    (root / "main.tf").write_text(ROOT)
    applied = run("terraform", "apply", "-auto-approve", "-no-color", cwd=root)
    printed = run("terraform", "output", "-json", "tags", cwd=root)
    read = json.loads(printed.out) if applied.succeeded and printed.succeeded else {}
    wanted = normalized(tags())
    wrong = [
        f"{key!r}: wrote {wanted.get(key)!r}, read {read.get(key)!r}"
        for key in sorted(wanted.keys() | read.keys())
        if wanted.get(key) != read.get(key)
    ]
    survives = len(read) == TAGS and not wrong
    report.check("hostile text in tags survives terraform", survives, applied.text, *wrong)
    formatted = run("terraform", "fmt", "-check", "-diff", values)
    report.check("hostile text in tags: terraform fmt", formatted.succeeded, formatted.text)
