"""The same work for programs that generate files from values: as many, for two clusters."""

import json
import shlex
import shutil
import sys
from pathlib import Path

from timing import Work

CLUSTERS = {"one": "westeurope", "two": "northeurope"}
PARTS = 38
LINES = 60


def lines(part: int, value: str) -> list[str]:
    """The text of a file, as long as the median of a tree; `value` prints one in its language."""
    text = [
        "apiVersion: v1",
        "kind: ConfigMap",
        "metadata:",
        f"  name: part-{part}",
        f"  namespace: {value.format('cluster')}",
        "data:",
    ]
    return text + [
        f'  line-{i}: "{value.format("cluster")} in {value.format("region")}, part {part}"'
        for i in range(LINES)
    ]


def helm(folder: Path) -> list[str]:
    """One chart, which is rendered once for each cluster."""
    templates = folder / "chart" / "templates"
    templates.mkdir(parents=True)
    (folder / "chart" / "Chart.yaml").write_text("apiVersion: v2\nname: parts\nversion: 0.1.0\n")
    for part in range(PARTS):
        text = lines(part, "{{{{ .Values.{} }}}}")
        text.insert(6, '  peers: "{{ range .Values.peers }}{{ . }} {{ end }}"')
        (templates / f"part-{part}.yaml").write_text("\n".join(text) + "\n")
    made = shlex.quote(str(folder / "made"))
    runs = [f"mkdir -p {made}"]
    for cluster, region in CLUSTERS.items():
        values = folder / f"{cluster}.json"
        given = {"cluster": cluster, "region": region, "peers": list(CLUSTERS)}
        values.write_text(json.dumps(given))
        runs.append(
            f"helm template {cluster} {shlex.quote(str(folder / 'chart'))}"
            f" -f {shlex.quote(str(values))} --output-dir {made}/{cluster}"
        )
    return ["bash", "-c", " && ".join(runs)]


def kapitan(folder: Path) -> list[str]:
    """One target for each cluster, which both compile the same templates."""
    for part in range(PARTS):
        text = lines(part, "{{{{ inventory.parameters.{} }}}}")
        peers = "{% for each in inventory.parameters.peers %}{{ each }} {% endfor %}"
        text.insert(6, f'  peers: "{peers}"')
        file = folder / "parts" / f"part-{part}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(text) + "\n")
    for cluster, region in CLUSTERS.items():
        target = {
            "parameters": {
                "cluster": cluster,
                "region": region,
                "peers": list(CLUSTERS),
                "kapitan": {
                    "vars": {"target": cluster},
                    "compile": [
                        {"input_type": "jinja2", "output_path": ".", "input_paths": ["parts"]}
                    ],
                },
            }
        }
        file = folder / "inventory" / "targets" / f"{cluster}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(target))
    (folder / "inventory" / "classes").mkdir()
    return ["bash", "-c", f"cd {shlex.quote(str(folder))} && kapitan compile"]


def work(scratch: Path) -> list[Work]:
    """One for each of the programs that is on the PATH."""
    found = []
    for name, make, made in (("helm", helm, "made"), ("kapitan", kapitan, "compiled")):
        if shutil.which(name) is None:
            print(f"{name}: not found, so not measured", file=sys.stderr)
            continue
        folder = scratch / name
        folder.mkdir()
        found.append(Work(f"{name}, {PARTS * len(CLUSTERS)} files", make(folder), folder / made))
    return found
