"""A repository of somebody who uses meshgen, and what may be wrong with a commit of it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conformance.shared import places
from conformance.shared.commands import must

IDENTITY = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
INIT = (
    *("--name", "contoso", "--cluster", "one=westeurope", "--cluster", "two=northeurope"),
    # Without these the guard warns about the placeholders, as it should.
    *("--subscription-id", "11111111-1111-1111-1111-111111111111"),
    *("--tenant-id", "22222222-2222-2222-2222-222222222222"),
)


@dataclass(frozen=True)
class UserRepository:
    """A git repository with a specification and its tree, both committed."""

    folder: Path

    @property
    def tree(self) -> Path:
        return self.folder / "out" / "contoso"

    def git(self, *words: str | Path) -> str:
        return must("git", "-C", self.folder, *IDENTITY, *words)

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def copy(self, folder: Path) -> "UserRepository":
        shutil.copytree(self.folder, folder)
        return UserRepository(folder)


def user_repository(folder: Path) -> UserRepository:
    repository = UserRepository(folder)
    must(places.MESHGEN, "init", *INIT, folder)
    must(places.MESHGEN, "generate", "--without-ca", folder / "mesh.yaml", "-d", repository.tree)
    must("git", "init", "--quiet", folder)
    repository.commit("the mesh")
    return repository


def nothing(_: UserRepository) -> None:
    """A commit as it should be."""


def a_deleted_file(repository: UserRepository) -> None:
    (repository.tree / "README.md").unlink()


def an_extra_file(repository: UserRepository) -> None:
    (repository.tree / "terraform" / "extra.tf").write_text("# not from meshgen\n")


def an_edited_file(repository: UserRepository) -> None:
    with (repository.tree / "terraform" / "providers.tf").open("a") as file:
        file.write("# by hand\n")


def another_specification(repository: UserRepository) -> None:
    spec = repository.folder / "mesh.yaml"
    spec.write_text(spec.read_text().replace("northeurope", "swedencentral"))


def a_broken_specification(repository: UserRepository) -> None:
    spec = repository.folder / "mesh.yaml"
    spec.write_text(spec.read_text() + "\nnonsense: true\n")


Fault = Callable[[UserRepository], None]
# What a word of the findings tells each fault by; a commit without one passes.
FAULTS: dict[Fault, str] = {
    nothing: "",
    a_deleted_file: "README.md",
    an_extra_file: "extra.tf",
    an_edited_file: "providers.tf",
    another_specification: "terraform",
    a_broken_specification: "nonsense",
}
