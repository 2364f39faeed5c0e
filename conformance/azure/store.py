"""Resources by id, kept in one file on disk."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from conformance.azure.answers import Body


@dataclass
class Resource:
    """A resource as it is stored; the body is all but id, name and type."""

    id: str
    type: str
    name: str
    body: Body = field(default_factory=dict)
    created: float = field(default_factory=time.time)
    operation: str = ""

    @property
    def key(self) -> str:
        return self.id.lower()

    @property
    def properties(self) -> Body:
        found: Body = self.body.setdefault("properties", {})
        return found

    @property
    def location(self) -> str:
        return str(self.body.get("location", ""))

    @property
    def group(self) -> str:
        """The id of the resource group, in lower case."""
        return "/".join(self.key.split("/")[:5])


class Store:
    """All resources, and tables for what is none: secrets, tokens, deleted vaults."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._resources: dict[str, Resource] = {}
        self._tables: dict[str, dict[str, Any]] = {}
        if file.exists():
            saved = json.loads(file.read_text())
            self._resources = {key: Resource(**each) for key, each in saved["resources"].items()}
            self._tables = saved["tables"]

    def save(self) -> None:
        """Replaces the file at once, so that a killed run leaves a whole one."""
        text = json.dumps(
            {
                "resources": {key: asdict(each) for key, each in self._resources.items()},
                "tables": self._tables,
            }
        )
        draft = self._file.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        draft.replace(self._file)

    def get(self, identifier: str) -> Resource | None:
        return self._resources.get(identifier.lower())

    def put(self, resource: Resource) -> None:
        self._resources[resource.key] = resource

    def remove(self, identifier: str) -> list[Resource]:
        """Removes a resource with all that is inside it or extends it."""
        key = identifier.lower()
        gone = [each for each in self._resources if each == key or each.startswith(key + "/")]
        return [self._resources.pop(each) for each in gone]

    def __iter__(self) -> Iterator[Resource]:
        return iter(list(self._resources.values()))

    def __len__(self) -> int:
        return len(self._resources)

    def of_type(self, kind: str) -> list[Resource]:
        return [each for each in self if each.type.lower() == kind.lower()]

    def children(self, identifier: str, kind: str) -> list[Resource]:
        """The resources of a kind directly inside another, or extending it."""
        start = identifier.lower() + "/"
        return [each for each in self.of_type(kind) if each.key.startswith(start)]

    def tables(self) -> list[str]:
        return sorted(self._tables)

    def table(self, name: str) -> dict[str, Any]:
        return self._tables.setdefault(name, {})
