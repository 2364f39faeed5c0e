"""The Azure resources of a tree, as its Terraform makes them against a mocked provider."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.objects.reading import at

_MODULE = re.compile(r"^module\.(?:cluster|region)-([a-z0-9-]+)\.")


@dataclass(frozen=True)
class Resource:
    """A resource of the state."""

    kind: str
    address: str
    values: Mapping[str, Any]

    @property
    def owner(self) -> str:
        """The cluster or region whose module has it; empty for what all share."""
        found = _MODULE.match(self.address)
        return found[1] if found else ""

    def at(self, *path: str | int) -> Any:
        return at(dict(self.values), *path)


class Azure:
    """All resources of a state."""

    def __init__(self, state: Mapping[str, Any]) -> None:
        self.all = [
            Resource(each["type"].removeprefix("azurerm_"), each["address"], each["values"])
            for each in _resources(state.get("root_module") or {})
            if each["mode"] == "managed"
        ]

    def of(self, kind: str) -> list[Resource]:
        return [each for each in self.all if each.kind == kind]

    def one(self, kind: str) -> Resource:
        (found,) = self.of(kind)
        return found


def _resources(module: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", [])
    for each in module.get("child_modules", []):
        yield from _resources(each)
