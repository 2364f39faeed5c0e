"""Kubernetes objects: read from files or from an API server's answer, and looked into."""

import json
from pathlib import Path
from typing import Any

from conformance.shared.commands import must

Object = dict[str, Any]


def read_objects(*files: Path) -> list[Object]:
    """The objects of YAML files. kubectl reads them, and nothing is asked of a server."""
    arguments = [word for file in files for word in ("--filename", str(file))]
    # Of all that works without a server, taking away an annotation that isn't there changes least.
    return parse(must("kubectl", "annotate", "--local", *arguments, "--output=json", "none-"))


def parse(printed: str) -> list[Object]:
    """The objects of one or more JSON documents, lists among them."""
    found: list[Object] = []
    decoder, rest = json.JSONDecoder(), printed.strip()
    while rest:
        document, end = decoder.raw_decode(rest)
        found += document.get("items", [document])
        rest = rest[end:].strip()
    return found


class Objects:
    """Objects by kind and name."""

    def __init__(self, found: list[Object]) -> None:
        self.all = found

    def names(self, kind: str) -> list[str]:
        return sorted(name_of(each) for each in self.all if each["kind"] == kind)

    def get(self, kind: str, name: str, namespace: str | None = None) -> Object:
        """The one object of that name; an empty one if there is none, so that its facts fail."""
        found = [
            each
            for each in self.all
            if each["kind"] == kind
            and each["metadata"]["name"] == name
            and each["metadata"].get("namespace") == namespace
        ]
        return found[0] if len(found) == 1 else {}


def name_of(thing: Object) -> str:
    namespace = thing["metadata"].get("namespace")
    name = str(thing["metadata"]["name"])
    return f"{namespace}/{name}" if namespace else name


def at(value: Any, *path: str | int) -> Any:
    """The value at the end of the path, or None."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def named(items: list[Object] | None, name: str, *path: str | int) -> Any:
    return at([each for each in items or [] if each.get("name") == name], 0, *path)


def selects(selector: dict[str, str] | None, labels: dict[str, str]) -> bool:
    return bool(selector) and (selector or {}).items() <= labels.items()


# --- Deployments and Services


def pod_of(deployment: Object) -> Object:
    return at(deployment, "spec", "template", "spec") or {}


def pod_labels(deployment: Object) -> dict[str, str]:
    return at(deployment, "spec", "template", "metadata", "labels") or {}


def env_of(deployment: Object) -> dict[str, str | None]:
    containers = pod_of(deployment).get("containers") or []
    return {each["name"]: each.get("value") for one in containers for each in one.get("env", [])}


def ports_of(service: Object) -> dict[int, int | str]:
    """Each port's target."""
    return {each["port"]: each["targetPort"] for each in at(service, "spec", "ports") or []}
