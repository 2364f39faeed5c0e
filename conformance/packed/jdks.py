"""The JDKs of this machine."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

HOMES = Path("/usr/lib/jvm")
OLDEST = 17
# From this version on, an archive of classes is valid wherever its folder is.
MOVABLE = 19
# From this version on, the launcher makes a cache of linked classes.
LINKED = 25


@dataclass(frozen=True, order=True)
class Jdk:
    """A folder that JAVA_HOME may name."""

    version: int
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """What this process has, with the JDK for Maven and for the launcher."""
        path = f"{self.home / 'bin'}:{os.environ['PATH']}"
        return {**os.environ, "JAVA_HOME": str(self.home), "PATH": path}


def installed_jdks(homes: Path = HOMES) -> list[Jdk]:
    """Each version once, from the oldest to the newest, none too old to build with."""
    named = os.environ.get("JAVA_HOME")
    candidates = [Path(named)] if named else []
    candidates += sorted(homes.iterdir()) if homes.is_dir() else []
    versions: dict[int, Path] = {}
    for home in candidates:
        version = version_of(home)
        if version >= OLDEST and (home / "bin" / "javac").exists():
            versions.setdefault(version, home)
    return sorted(Jdk(version, home) for version, home in versions.items())


def version_of(home: Path) -> int:
    """The major version in the `release` file; 0 if there is none."""
    release = home / "release"
    text = release.read_text() if release.is_file() else ""
    found = re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE)
    return int(found[1]) if found else 0
