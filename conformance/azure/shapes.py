"""What a request's body may hold: a small language, and the check against it.

A shape is a type (str, bool, int, float), a list of one shape, a mapping of names to shapes,
Choice("a", "b"), Free() for what is not looked at, or Named(shape) for a mapping with names of
the client's own. Absent and null are always allowed: what a type needs is said by its own rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Free:
    """Anything."""


@dataclass(frozen=True)
class Named:
    """A mapping whose names are the client's."""

    value: Any


@dataclass(frozen=True)
class Choice:
    """One of a closed set of strings, compared without regard to case."""

    values: tuple[str, ...]

    def __init__(self, *values: str) -> None:
        object.__setattr__(self, "values", values)


Shape = Any

REFERENCE: Shape = {"id": str}
TAGS: Shape = Named(str)

# Every resource carries these; a client that read one may send them back.
COMMON: dict[str, Shape] = {
    "id": str,
    "name": str,
    "type": str,
    "etag": str,
    "location": str,
    "tags": TAGS,
    "systemData": Free(),
}


@dataclass(frozen=True)
class Problem:
    """Where a body differs from its shape, and how."""

    path: str
    text: str


def problems(shape: Shape, value: Any, path: str = "") -> Iterator[Problem]:
    """Everything in the value that the shape doesn't allow."""
    if value is None or isinstance(shape, Free):
        return
    if isinstance(shape, dict):
        yield from _of_mapping(shape, value, path)
    elif isinstance(shape, Named):
        yield from _of_named(shape, value, path)
    elif isinstance(shape, list):
        yield from _of_list(shape, value, path)
    elif isinstance(shape, Choice):
        if str(value).lower() not in {each.lower() for each in shape.values}:
            known = ", ".join(shape.values)
            yield Problem(path, f'Error converting value "{value}" to one of {known}.')
    elif not _is(shape, value):
        yield Problem(path, f"Error converting value {value!r} to type '{shape.__name__}'.")


def _is(kind: type, value: Any) -> bool:
    if kind in (int, float):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, kind)


def _of_mapping(shape: dict[str, Shape], value: Any, path: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(path, "Cannot deserialize the current value: an object is required.")
        return
    for name, inner in value.items():
        here = f"{path}.{name}" if path else name
        if name in shape:
            yield from problems(shape[name], inner, here)
        else:
            yield Problem(here, f"Could not find member '{name}' on object.")


def _of_named(shape: Named, value: Any, path: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(path, "Cannot deserialize the current value: an object is required.")
        return
    for name, inner in value.items():
        yield from problems(shape.value, inner, f"{path}['{name}']")


def _of_list(shape: list[Shape], value: Any, path: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(path, "Cannot deserialize the current value: an array is required.")
        return
    for number, inner in enumerate(value):
        yield from problems(shape[0], inner, f"{path}[{number}]")
