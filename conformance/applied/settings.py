"""The settings of a specification by their path, from what `meshgen show` and `schema` print."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from conformance.shared import places
from conformance.shared.commands import must


def that_differ(one: Path, other: Path) -> set[str]:
    """Paths of what two specifications set differently, with all their defaults."""
    found = [values(must(places.MESHGEN, "show", each)) for each in (one, other)]
    return {each for each in found[0].keys() | found[1].keys() if found[0][each] != found[1][each]}


def values(text: str) -> defaultdict[str, list[str]]:
    """By path: `meshgen show` writes each key and each item on a line of its own."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    path: list[tuple[int, str]] = []
    for line in text.splitlines():
        rest = line.lstrip()
        while rest.startswith("- "):
            rest = rest[2:]
        indent = len(line) - len(rest)
        while path and path[-1][0] >= indent:
            path.pop()
        key, colon, value = rest.partition(":")
        if colon and not key.startswith('"'):
            path.append((indent, key))
        else:
            value = rest
        found[".".join(name for _, name in path)].append(value.strip())
    return found


def in_schema() -> set[str]:
    """Patterns of the paths that set something of Azure or of the clusters."""
    schema = json.loads(must(places.MESHGEN, "schema"))
    return {
        each
        for each in _leaves(schema, schema, "")
        if each.startswith(("spec.azure.", "spec.clusters."))
    }


def _leaves(schema: Mapping[str, Any], node: Mapping[str, Any], path: str) -> Iterator[str]:
    while "$ref" in node:
        found: Any = schema
        for name in node["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        node = found
    below = dict(node.get("properties", {}))
    if isinstance(node.get("additionalProperties"), dict):
        below["*"] = node["additionalProperties"]
    if "items" in node and ("properties" in node["items"] or "$ref" in node["items"]):
        yield from _leaves(schema, node["items"], path)
    elif below:
        for name, each in below.items():
            yield from _leaves(schema, each, f"{path}.{name}" if path else name)
    else:
        yield path
