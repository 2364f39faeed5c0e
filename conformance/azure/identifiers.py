"""Resource ids, taken apart: /subscriptions/S/resourceGroups/G/providers/N/type/name/..."""

import re
from dataclasses import dataclass

from conformance.azure.answers import Refusal


@dataclass(frozen=True)
class Identifier:
    """Where a request goes: a resource, a collection of them, or an action on one."""

    text: str
    scope: str
    namespace: str
    types: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        """Ids are compared without regard to case."""
        return self.text.lower()

    @property
    def type(self) -> str:
        return "/".join((self.namespace, *self.types[: len(self.names)]))

    @property
    def is_resource(self) -> bool:
        return len(self.types) == len(self.names) > 0

    @property
    def last(self) -> str:
        """The collection or action that follows the last name."""
        return self.types[-1] if len(self.types) > len(self.names) else ""

    @property
    def name(self) -> str:
        return self.names[-1] if self.names else ""

    @property
    def subscription(self) -> str:
        return _segment(self.text, "subscriptions")

    @property
    def group(self) -> str:
        return _segment(self.text, "resourceGroups")

    @property
    def owner(self) -> "Identifier":
        """The resource that an action or a collection belongs to."""
        if self.is_resource:
            return self
        return Identifier(
            self.text.rsplit("/", 1)[0],
            self.scope,
            self.namespace,
            self.types[:-1],
            self.names,
        )

    @property
    def parent(self) -> str:
        """The id that must exist first: an outer resource, a group, or an extended resource."""
        if len(self.names) > 1:
            return self.text.rsplit("/", 2)[0]
        return self.scope

    def outer(self, depth: int) -> str:
        """The id of the resource of that depth, 1 for the outermost."""
        return "/".join(self.text.split("/")[: -2 * (len(self.names) - depth) or None])


def _segment(text: str, before: str) -> str:
    found = re.search(rf"(?i)^/.*?\b{before}/([^/]+)", text)
    return found[1] if found else ""


def parse(path: str) -> Identifier:
    """Takes a path apart at its last /providers/."""
    text = "/" + path.strip("/")
    scope, found, rest = _split(text)
    if found:
        namespace, *parts = rest.split("/")
        return Identifier(text, scope, namespace, tuple(parts[0::2]), tuple(parts[1::2]))
    parts = text.strip("/").split("/")
    if parts[0].lower() != "subscriptions" or len(parts) < 2:
        raise Refusal(404, "NotFound", f"The resource {text} was not found.")
    if len(parts) <= 3:
        types, names = (parts[0], *parts[2:]), (parts[1],)
        return Identifier(text, "", "Microsoft.Resources", tuple(types), names)
    scope = "/" + "/".join(parts[:2])
    return Identifier(text, scope, "Microsoft.Resources", tuple(parts[2::2]), tuple(parts[3::2]))


def _split(text: str) -> tuple[str, bool, str]:
    found = re.match(r"(?i)^(.*)/providers/([^/]+/.+)$", text)
    return (found[1], True, found[2]) if found else (text, False, "")
