"""Builds of the same sources, in folders of their own."""

import hashlib
import re
import shutil
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from conformance.packed.jdks import Jdk
from conformance.shared import places
from conformance.shared.commands import CommandError, must, run

QUICKLY = ("-DskipTests", "-Dspotless.check.skip")


@dataclass(frozen=True)
class Build:
    """A copy of the sources, and what one JDK made of it."""

    folder: Path
    jdk: Jdk

    @property
    def packages(self) -> Path:
        return self.folder / "target" / "packages"

    @property
    def jar(self) -> Path:
        return self.folder / "target" / "meshgen.jar"

    @cached_property
    def version(self) -> str:
        found = re.search(r"<version>(.*)</version>", (self.folder / "pom.xml").read_text())
        assert found
        return found[1]

    @cached_property
    def modules(self) -> set[str]:
        """Those that pom.xml asks for."""
        found = re.search(r"<modules>(.*)</modules>", (self.folder / "pom.xml").read_text())
        assert found
        return set(found[1].split(","))

    def package(self, suffix: str) -> Path:
        """The one package that ends so."""
        (only,) = self.packages.glob(f"meshgen-{self.version}*{suffix}")
        return only

    @property
    def plain(self) -> Path:
        return self.package("-any.tar.gz")

    @property
    def self_contained(self) -> Path:
        (only,) = set(self.packages.glob("*.tar.gz")) - {self.plain}
        return only

    def maven(self, *words: str) -> None:
        command = ["./mvnw", "--quiet", "--batch-mode", "--no-transfer-progress", *QUICKLY, *words]
        done = run(*command, cwd=self.folder, env=self.jdk.environment)
        if not done.succeeded:
            raise CommandError(f"{' '.join(command)} failed:\n{done.text[-3000:]}")


def copy_sources(folder: Path, jdk: Jdk) -> Build:
    """What git knows, as it is in this folder now."""
    for name in must("git", "ls-files", "-z", cwd=places.PROJECT).split("\0"):
        source, copy = places.PROJECT / name, folder / name
        if name and source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
    return Build(folder, jdk)


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file."""
    files = (each for each in folder.iterdir() if each.is_file())
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


def resources(jar: Path) -> dict[str, str]:
    """The SHA-256 of each entry that is the same whatever the JDK."""
    with zipfile.ZipFile(jar) as packed:
        return {
            name: hashlib.sha256(packed.read(name)).hexdigest()
            for name in packed.namelist()
            if not (name.endswith(".class") or name == "META-INF/MANIFEST.MF")
        }
