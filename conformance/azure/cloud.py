"""The whole of a simulated Azure: its state, its settings, and who may do what in it."""

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from conformance.azure import roles
from conformance.azure.answers import Refusal
from conformance.azure.directory import DEPLOYER, SUBSCRIPTION, Directory, Principal
from conformance.azure.journal import Journal
from conformance.azure.settings import Settings
from conformance.azure.store import Resource, Store
from conformance.azure.switches import Switches


@dataclass(frozen=True)
class Request:
    """A request as a resource provider sees it."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")


@dataclass
class Cloud:
    """One simulated Azure; every request takes its lock."""

    folder: Path
    settings: Settings = field(default_factory=Settings)
    switches: Switches = field(default_factory=Switches)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.store = Store(self.folder / "state.json")
        self.journal = Journal(self.folder / "journal.jsonl")
        self.directory = Directory(self.store)

    @staticmethod
    def now() -> float:
        return time.time()

    def find(self, identifier: str, kind: str) -> Resource | None:
        """A resource that must be of that type."""
        found = self.store.get(identifier)
        return found if found and found.type.lower() == kind.lower() else None

    def may(self, principal: str, action: str, scope: str, data: bool = False) -> bool:
        """Whether a role assignment that is effective by now allows the action on the scope."""
        if principal == DEPLOYER and not data:
            return scope.lower().startswith(f"/subscriptions/{SUBSCRIPTION}")
        effective = self.now() - self.settings.role_delay
        for assignment in self.store.of_type(roles.ASSIGNMENT):
            properties = assignment.properties
            role = roles.of_definition(properties["roleDefinitionId"])
            if (
                role
                and properties["principalId"] == principal
                and assignment.created <= effective
                and _within(scope, properties["scope"])
                and role.allows(action, data)
            ):
                return True
        return False

    def require(self, principal: Principal, action: str, scope: str) -> None:
        """Resource Manager's own check, before anything else."""
        if self.may(principal.id, action, scope):
            return
        raise Refusal(
            403,
            "AuthorizationFailed",
            f"The client '{principal.client}' with object id '{principal.id}' does not have "
            f"authorization to perform action '{action}' over scope '{scope}' or the scope is "
            "invalid. If access was recently granted, please refresh your credentials.",
        )


def _within(scope: str, outer: str) -> bool:
    inner, outer = scope.lower().rstrip("/"), outer.lower().rstrip("/")
    return inner == outer or inner.startswith(outer + "/")
