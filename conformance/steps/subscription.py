"""What the steps' az and terraform reach: a simulated Azure, or stand-ins that keep files."""

import shutil
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from conformance.shared import mocked

if TYPE_CHECKING:
    from conformance.steps.stage import Stage

Json = dict[str, Any]


class Subscription(ABC):
    """One subscription, for as long as a tree is rehearsed."""

    def __init__(self, stage: "Stage") -> None:
        self.stage, self.home = stage, stage.home

    @abstractmethod
    def open(self) -> None:
        """Before the first step."""

    @property
    @abstractmethod
    def is_applied(self) -> bool:
        """Whether there is something for the clusters to run on."""

    @abstractmethod
    def state(self) -> Json:
        """What Terraform knows, with `root_module` and `outputs`."""

    @abstractmethod
    def tell_servers(self, servers: dict[str, Json]) -> None:
        """Where the clusters' API servers are, by the name that Azure knows a cluster by."""

    @abstractmethod
    def stored(self) -> dict[str, bytes]:
        """Everything that is stored, by name."""

    @abstractmethod
    def left(self) -> list[str]:
        """What there is once a mesh was removed."""

    @abstractmethod
    def close(self) -> None:
        """After the last step."""


class Folders(Subscription):
    """Key Vault and Application Gateways are files; the outputs come from a mocked provider."""

    def open(self) -> None:
        (self.home / "tenant").write_text(self.stage.tenant)
        self.read()

    def read(self) -> Json:
        """The state of the tree as it is now."""
        shutil.rmtree(self.home / "mocked", ignore_errors=True)
        self.found = mocked.state_of(self.stage.tree, self.home / "mocked")
        # The mock's ids are letters; each pod identity gets an id of the form of Azure's.
        for number, name in enumerate(self.stage.clusters):
            identity = self.found["outputs"]["secret_provider_class_values"]["value"][name]
            identity["client_id"] = f"{number:08x}-0000-4000-8000-000000000000"
        return self.found

    @property
    def is_applied(self) -> bool:
        return True

    def state(self) -> Json:
        return self.found

    def tell_servers(self, servers: dict[str, Json]) -> None:
        """The stand-in for az reads the file of all of them."""

    def stored(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.home)): path.read_bytes()
            for kind in ("vault", "gateways")
            for path in (self.home / kind).rglob("*")
            if path.is_file()
        }

    def left(self) -> list[str]:
        applied = self.home / "applied"
        return [str(applied)] if applied.exists() else []

    def close(self) -> None:
        """The files go with the rehearsal's."""
