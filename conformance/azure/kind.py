"""What a resource type is: its versions, its shape, its rules, what Azure computes for it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.azure.answers import Answer, Body
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import Principal
from conformance.azure.identifiers import Identifier
from conformance.azure.shapes import Shape
from conformance.azure.store import Resource


@dataclass
class Change:
    """A resource that is being written or removed."""

    cloud: Cloud
    principal: Principal
    id: Identifier
    resource: Resource
    before: Resource | None = None

    @property
    def properties(self) -> Body:
        return self.resource.properties

    @property
    def is_new(self) -> bool:
        return self.before is None


@dataclass(frozen=True)
class Call:
    """An action on a resource: POST, or GET of something below it that is no resource."""

    cloud: Cloud
    principal: Principal
    resource: Resource
    request: Request


@dataclass(frozen=True)
class Link:
    """A resource that another one refers to, and the action which that takes."""

    id: str
    action: str


def nothing(_: Change) -> None:
    """A type without rules of its own."""


def no_links(_: Change) -> Iterable[Link]:
    return ()


Show = Callable[[Resource], Body]


def as_stored(_: Cloud, __: Resource, body: Body, ___: Show) -> Body:
    return body


@dataclass(frozen=True)
class Kind:
    """A resource type."""

    type: str
    versions: tuple[str, ...]
    shape: Mapping[str, Shape]
    # Refuses what Azure refuses, and fills in what Azure computes.
    write: Callable[[Change], None] = nothing
    remove: Callable[[Change], None] = nothing
    # What a reader sees beyond what is stored.
    view: Callable[[Cloud, Resource, Body, Show], Body] = as_stored
    links: Callable[[Change], Iterable[Link]] = no_links
    actions: Mapping[str, Callable[[Call], Answer]] = field(default_factory=dict)
    # Whether a change takes time, and the status codes of PUT and DELETE.
    slow: bool = False
    created: int = 201
    replaced: int = 200
    removed: int = 200
    # Whether it has a place, and how many tags it takes; -1 for none.
    located: bool = False
    tags: int = -1
    # What a name has to match; the message says it in Azure's words.
    name: str = ""


def link_ids(value: Any) -> str:
    """The id in a reference such as {"id": ...}, or nothing."""
    return str((value or {}).get("id") or "")
